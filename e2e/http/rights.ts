import { ROLES, type Role } from "#e2e/http/test.ts";

const EVERYONE: readonly Role[] = ROLES;
export const METHODS = ["GET", "POST"] as const;

/** Who may, by route and method. What is not named here is not offered (405), to nobody. */
export const MAY: Readonly<Record<string, { GET?: readonly Role[]; POST?: readonly Role[] }>> = {
  "/api/[...unknown]": { GET: EVERYONE, POST: EVERYONE },
  "/api/account": { GET: EVERYONE },
  "/api/account/password": { POST: EVERYONE },
  "/api/account/sign-out": { POST: EVERYONE },
  "/api/account/step-up": { POST: EVERYONE },
  "/api/audit": { GET: ["auditor"] },
  "/api/audit/export": { GET: ["auditor"] },
  "/api/audit/verify": { GET: ["auditor"] },
  "/api/instances": { GET: EVERYONE },
  "/api/instances/export": { GET: EVERYONE },
  "/api/instances/[instanceId]": { GET: EVERYONE },
  "/api/me": { GET: EVERYONE },
  "/api/network-interfaces": { GET: EVERYONE },
  "/api/network-interfaces/export": { GET: EVERYONE },
  "/api/network-interfaces/[networkInterfaceId]": { GET: EVERYONE },
  "/api/network-interfaces/[networkInterfaceId]/preflight": { GET: EVERYONE },
  "/api/call-budget": { GET: EVERYONE },
  "/api/regions": { GET: EVERYONE },
  "/api/requests": { GET: EVERYONE, POST: ["operator"] },
  "/api/requests/[id]": { GET: EVERYONE },
  "/api/requests/[id]/attach-back": { POST: ["operator"] },
  "/api/requests/[id]/evidence": { GET: EVERYONE },
  "/api/requests/[id]/note": { POST: ["operator"] },
  "/api/requests/[id]/send-again": { POST: ["operator"] },
  "/api/requests/[id]/stop-following": { POST: ["operator"] },
  "/api/saved-views": { GET: EVERYONE, POST: EVERYONE },
  "/api/saved-views/[id]/delete": { POST: EVERYONE },
  "/api/saved-views/[id]/rename": { POST: EVERYONE },
  "/api/settings/sending": { POST: ["admin"] },
  "/api/access-review": { GET: ["auditor", "admin"] },
  "/api/users": { GET: ["admin"], POST: ["admin"] },
  "/api/users/[name]/disabled": { POST: ["admin"] },
  "/api/users/[name]/grants": { POST: ["admin"] },
  "/api/users/[name]/password": { POST: ["admin"] },
  "/api/users/[name]/sign-out": { POST: ["admin"] },
};

/** These ask for no role. */
export const WITHOUT_ROLES = [
  "/api/auth/[...nextauth]",
  "/api/health",
  "/api/metrics",
  "/api/ready",
  "/api/setup",
];
