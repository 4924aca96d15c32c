import "server-only";
import type { ConfigProblem } from "#lib/config/config.ts";
import { isSameDatabase } from "#lib/config/database-variables.ts";
import type { Variables } from "#lib/config/secret-files.ts";

interface Rule {
  variables: readonly string[];
  message: string;
  broken(variables: Variables): boolean;
}

/** One without the others would leave sign-in half configured. */
const OPENID = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_MAP"];

const KNOWN_PREFIXED = [
  "ENI_DESK_REGIONS",
  "ENI_DESK_OBSERVE_ONLY",
  "ENI_DESK_DEMO",
  "ENI_DESK_ACCOUNTS",
  "ENI_DESK_FAILPOINT",
  "ENI_DESK_CLOCK_OFFSET_MS",
];

/** Each names a source of credentials that the credentials library understands. */
const CREDENTIAL_HINTS = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABA_CLOUD_CREDENTIALS_URI",
  "ALIBABA_CLOUD_ROLE_ARN",
  "ALIBABA_CLOUD_ECS_METADATA",
  "ALIBABA_CLOUD_PROFILE",
  "ALIBABA_CLOUD_CREDENTIALS_FILE",
];

const isCloud = (variables: Variables) => variables.ECS_MODE === "alibaba-cloud";
const isEmulator = (variables: Variables) => (variables.ECS_MODE ?? "emulator") === "emulator";
const isOn = (text: string | undefined) => text === "1" || text === "true";
const isLoopbackHost = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);

const RULES: readonly Rule[] = [
  {
    variables: ["DATABASE_OWNER_URL"],
    message: "DATABASE_OWNER_URL must name the PostgreSQL database of DATABASE_URL, with another role.",
    broken: ({ DATABASE_URL = "", DATABASE_OWNER_URL: owner }) =>
      owner !== undefined && !isSameDatabase(DATABASE_URL, owner),
  },
  {
    variables: ["ECS_MODE", "ALIBABA_CLOUD_ACCESS_KEY_ID"],
    message: "The emulator never takes a real AccessKey: set ECS_MODE=alibaba-cloud, or take the key away.",
    // LTAI begins a long-lived AccessKey id, STS. a temporary one.
    broken: (set) => isEmulator(set) && /^(LTAI|STS\.)/i.test(set.ALIBABA_CLOUD_ACCESS_KEY_ID ?? ""),
  },
  {
    variables: ["ENI_DESK_DEMO", "ECS_MODE"],
    message: "ENI_DESK_DEMO creates accounts with a published password; it works with the emulator only.",
    broken: (set) => isOn(set.ENI_DESK_DEMO) && isCloud(set),
  },
  {
    variables: ["ENI_DESK_DEMO", "HOST"],
    message:
      "ENI_DESK_DEMO creates accounts with a published password; HOST must then be a loopback address.",
    broken: (set) => isOn(set.ENI_DESK_DEMO) && !isLoopbackHost(set.HOST ?? "127.0.0.1"),
  },
  {
    variables: CREDENTIAL_HINTS,
    message: `ECS_MODE=alibaba-cloud needs credentials; set one of ${CREDENTIAL_HINTS.join(", ")}.`,
    broken: (set) => isCloud(set) && CREDENTIAL_HINTS.every((name) => set[name] === undefined),
  },
  {
    variables: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    message:
      "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET belong together; one is missing.",
    broken: (set) =>
      (set.ALIBABA_CLOUD_ACCESS_KEY_ID === undefined) !== (set.ALIBABA_CLOUD_ACCESS_KEY_SECRET === undefined),
  },
  {
    variables: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_CREDENTIALS_URI"],
    message: "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_CREDENTIALS_URI contradict each other; keep one.",
    broken: (set) =>
      isCloud(set) &&
      set.ALIBABA_CLOUD_ACCESS_KEY_ID !== undefined &&
      set.ALIBABA_CLOUD_CREDENTIALS_URI !== undefined,
  },
  {
    variables: ["NEXTAUTH_URL"],
    message: "NEXTAUTH_URL is missing; ECS_MODE=alibaba-cloud needs the address that browsers use.",
    broken: (set) => isCloud(set) && set.NEXTAUTH_URL === undefined,
  },
  {
    variables: ["NEXTAUTH_URL"],
    message: "NEXTAUTH_URL must be https, or loopback: session cookies would cross the network in the clear.",
    broken: (set) => {
      const url = URL.parse(set.NEXTAUTH_URL ?? "");
      return isCloud(set) && url?.protocol === "http:" && !isLoopbackHost(url.hostname);
    },
  },
  {
    variables: OPENID,
    message: `${OPENID.join(", ")} belong together; some are missing.`,
    broken: (set) => new Set(OPENID.map((name) => set[name] === undefined)).size > 1,
  },
  {
    variables: ["OIDC_ISSUER"],
    message: "OIDC_ISSUER must be https with ECS_MODE=alibaba-cloud.",
    broken: (set) => isCloud(set) && (set.OIDC_ISSUER ?? "https:").startsWith("http:"),
  },
  {
    variables: ["ALERT_WEBHOOK", "ALERT_WEBHOOK_SECRET"],
    message: "ALERT_WEBHOOK and ALERT_WEBHOOK_SECRET belong together; one is missing.",
    broken: (set) => (set.ALERT_WEBHOOK === undefined) !== (set.ALERT_WEBHOOK_SECRET === undefined),
  },
  {
    variables: ["AUTH_TRUST_HOST"],
    message:
      "AUTH_TRUST_HOST lets a request choose the address of this server; take it away and set NEXTAUTH_URL.",
    broken: (set) => set.AUTH_TRUST_HOST !== undefined,
  },
  {
    variables: ["NODE_TLS_REJECT_UNAUTHORIZED"],
    message: "NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificates off; use NODE_EXTRA_CA_CERTS instead.",
    broken: (set) => set.NODE_TLS_REJECT_UNAUTHORIZED === "0",
  },
  {
    variables: ["TRUSTED_PROXIES"],
    message: "TRUSTED_PROXIES trusts every address; name the proxies.",
    broken: (set) => (set.TRUSTED_PROXIES ?? "").split(",").some((item) => /\/0+$/.test(item.trim())),
  },
  ...["ENI_DESK_FAILPOINT", "ENI_DESK_CLOCK_OFFSET_MS"].map((name) => ({
    variables: [name],
    message: `${name} makes this process fail on purpose; it works with the emulator only.`,
    broken: (set: Variables) => isCloud(set) && set[name] !== undefined,
  })),
  {
    variables: ["SEND_LEASE_S", "ECS_ANSWER_TIMEOUT_S"],
    message: "SEND_LEASE_S must be longer than ECS_ANSWER_TIMEOUT_S, or nothing could ever be sent.",
    broken: (set) => Number(set.SEND_LEASE_S ?? 20) <= Number(set.ECS_ANSWER_TIMEOUT_S ?? 10),
  },
  {
    variables: ["SEND_LEASE_S", "ECS_ANSWER_TIMEOUT_S"],
    message:
      "SEND_LEASE_S must exceed ECS_ANSWER_TIMEOUT_S by at least 6 with ECS_MODE=alibaba-cloud: opening a connection may take 5 s.",
    broken: (set) =>
      isCloud(set) && Number(set.SEND_LEASE_S ?? 20) < Number(set.ECS_ANSWER_TIMEOUT_S ?? 10) + 6,
  },
  {
    variables: ["SETTLE_WINDOW_S"],
    message:
      "SETTLE_WINDOW_S must be at least 30 with ECS_MODE=alibaba-cloud: a late request may still land.",
    broken: (set) => isCloud(set) && Number(set.SETTLE_WINDOW_S ?? 60) < 30,
  },
];

/** Every combination that is well-formed word by word and still must not run. Looks at raw texts, so none hides another. */
export function unsafeCombinations(variables: Variables): ConfigProblem[] {
  const broken = RULES.filter((rule) => rule.broken(variables)).map(({ variables: names, message }) => ({
    variables: names,
    message,
  }));
  const misspelt = Object.keys(variables)
    .filter((name) => name.startsWith("ENI_DESK_") && !KNOWN_PREFIXED.includes(name))
    .map((name) => ({
      variables: [name],
      message: `${name} is not a variable of ENI Desk; is it misspelt?`,
    }));
  return [...broken, ...misspelt];
}
