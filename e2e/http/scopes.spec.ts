import { type Answer, type Asking, asChange, said } from "#e2e/http/call.ts";
import { type Desk, idOf, type Session } from "#e2e/http/desk.ts";
import { MAY, METHODS, WITHOUT_ROLES } from "#e2e/http/rights.ts";
import { apiRoutes, pages, pathOf } from "#e2e/http/routes.ts";
import { HEADERS, spellings } from "#e2e/http/spellings.ts";
import { expect, type Role, test } from "#e2e/http/test.ts";

/** In every text of the thing that scopes are about, and in no other. */
const MARK = "zz-only-in-scope";
const THING = { instance: "i-bp1web10000000000000", eni: "eni-bp1web1second0000000" };
const UNKNOWN = { instance: "i-bp1web1nobody00000000", eni: "eni-bp1web1nobody0000000" };
const NO_REQUEST = "00000000-0000-4000-8000-000000000000";

/** Scopes that hold the thing and scopes that do not, by each kind of limit. An auditor knows no VPC and no tag. */
const SCOPES: Readonly<Record<string, { limits: object; holds: boolean; auditor: boolean }>> = {
  "the region": { limits: { regionIds: ["cn-hangzhou"] }, holds: true, auditor: true },
  "another region": { limits: { regionIds: ["cn-beijing", "cn-shanghai"] }, holds: false, auditor: true },
  "the account": { limits: { accountIds: ["1000000000000001"] }, holds: true, auditor: true },
  "another account": { limits: { accountIds: ["1000000000000002"] }, holds: false, auditor: true },
  "the VPC": { limits: { vpcIds: ["vpc-bp1main0000000000000"] }, holds: true, auditor: false },
  "another VPC": { limits: { vpcIds: ["vpc-bp1partner0000000000"] }, holds: false, auditor: false },
  "the tag": { limits: { tags: [{ key: "team", value: MARK }] }, holds: true, auditor: false },
  "another tag": { limits: { tags: [{ key: "team", value: "other" }] }, holds: false, auditor: false },
};

interface Person {
  role: Role;
  scope: string;
  holds: boolean;
  session: Session;
}

const peopleOf: Person[] = [];
let request = "";
let admin: Session;

const partsOf = ({ instance, eni }: typeof THING, id: string) => ({
  "[instanceId]": instance,
  "[networkInterfaceId]": eni,
  "[id]": id,
});
const real = (route: string) => pathOf(route, partsOf(THING, request));
const unreal = (route: string) => pathOf(route, partsOf(UNKNOWN, NO_REQUEST));
const routes = () => apiRoutes().filter((route) => !WITHOUT_ROLES.includes(route));
const shownPages = () => pages().filter((page) => !["/sign-in", "/setup"].includes(page));

async function personOf(desk: Desk, role: Role, scope: string): Promise<Person> {
  const { limits = {}, holds = false } = SCOPES[scope] ?? {};
  const name = `${role}-${Object.keys(SCOPES).indexOf(scope)}`;
  const grants = [{ role, scope: limits }];
  const made = await admin.call("/api/users", asChange({ name, grants, dutiesAccepted: false }));
  expect(made.status, made.text).toBe(201);
  const { password } = JSON.parse(made.text) as { password: string };
  return { role, scope, holds, session: await desk.signIn(name, password) };
}

test.beforeAll(async ({ cloud, desk, people }) => {
  admin = people.admin;
  const tags = { Tags: [{ TagKey: "team", TagValue: MARK }] };
  await cloud.patch("network-interfaces", THING.eni, { NetworkInterfaceName: MARK, ...tags });
  await cloud.patch("instances", THING.instance, { InstanceName: `on-${MARK}`, ...tags });
  const asked = await people.operator.call(
    "/api/requests",
    asChange({
      action: "detach",
      regionId: "cn-hangzhou",
      instanceId: THING.instance,
      networkInterfaceId: THING.eni,
      reason: `asked because of ${MARK}`,
    }),
  );
  expect(asked.status, asked.text).toBe(202);
  request = idOf(asked);
  for (const role of ["viewer", "operator", "approver", "auditor"] as const) {
    for (const [scope, { auditor }] of Object.entries(SCOPES)) {
      if (role !== "auditor" || auditor) peopleOf.push(await personOf(desk, role, scope));
    }
  }
});

/** The same answer for what is beyond a person and for what is not there, but for the ids that were asked for. */
function comparable({ status, text }: Answer): string {
  const ids = [...Object.values(THING), ...Object.values(UNKNOWN), request, NO_REQUEST];
  const neutral = ids.reduce((rest, id) => rest.replaceAll(id, "id"), text);
  return `${status} ${neutral.replace(/"correlationId":"[^"]*"/, "")}`;
}

const askAgain = {
  reason: "beyond my scope, I try all the same",
  attempt: 1,
  text: "a note",
  confirmation: "",
};

/** A well-formed body for that route, about the thing or about nothing that exists. */
function changeOf(route: string, { instance, eni }: typeof THING): Asking {
  const { reason, attempt, text } = askAgain;
  if (route === "/api/requests") {
    const ids = { regionId: "cn-hangzhou", instanceId: instance, networkInterfaceId: eni };
    return asChange({ action: "detach", reason, ...ids });
  }
  if (route.endsWith("/send-again")) return asChange({ reason, attempt });
  return asChange(route.endsWith("/note") ? { text } : { reason });
}

for (const method of METHODS) {
  test(`${method}: every route × role × scope gives what is in scope, and beyond it what is unknown`, async ({
    cloud,
  }) => {
    test.setTimeout(120_000);
    const sent = (await cloud.detaches()).length;
    let cells = 0;
    let left = 0;
    const shown = new Set<string>();
    for (const route of routes()) {
      for (const { role, scope, holds, session } of peopleOf) {
        cells += 1;
        const what = `${method} ${route} as ${role} in ${scope}`;
        const asking = method === "GET" ? {} : changeOf(route, THING);
        const allowed = MAY[route]?.[method]?.includes(role) ?? false;
        if (allowed && holds && method === "POST") {
          // What may be done in scope would change the world that the other cells look at; other files try it.
          left += 1;
          continue;
        }
        const answer = await session.call(real(route), asking);
        if (!allowed) {
          expect([403, 405], `${what}: ${answer.text}`).toContain(answer.status);
          continue;
        }
        if (answer.text.includes(MARK) && holds) shown.add(route);
        if (holds) continue;
        expect(answer.text.includes(MARK), `${what}: ${answer.text.slice(0, 400)}`).toBe(false);
        if (real(route) === unreal(route) && method === "GET") continue;
        const none = await session.call(unreal(route), method === "GET" ? {} : changeOf(route, UNKNOWN));
        expect(comparable(answer), what).toBe(comparable(none));
        expect([400, 404], `${what}: ${answer.text}`).toContain(answer.status);
      }
    }
    console.log(`${method}: ${cells - left} cells of ${cells}, unexpected allows 0`);
    expect((await cloud.detaches()).length).toBe(sent);
    if (method === "POST") return;
    expect([...shown].sort()).toEqual([
      "/api/audit",
      "/api/audit/export",
      "/api/instances",
      "/api/instances/[instanceId]",
      "/api/instances/export",
      "/api/network-interfaces",
      "/api/network-interfaces/[networkInterfaceId]",
      "/api/network-interfaces/[networkInterfaceId]/preflight",
      "/api/network-interfaces/export",
      "/api/requests",
      "/api/requests/[id]",
      "/api/requests/[id]/evidence",
    ]);
  });
}

test("every page × role × scope shows what is in scope and nothing beyond, however it is asked for", async () => {
  test.setTimeout(180_000);
  let cells = 0;
  const shown = new Set<string>();
  for (const page of shownPages()) {
    for (const { role, scope, holds, session } of peopleOf) {
      const paths = role === "operator" && !holds ? spellings(real(page)) : [real(page)];
      for (const path of paths) {
        for (const headers of path === real(page) && role === "operator" ? HEADERS : [{}, { rsc: "1" }]) {
          cells += 1;
          const { text } = await session.call(path, { headers });
          if (holds && text.includes(MARK)) shown.add(page);
          else expect(holds || !text.includes(MARK), `${path} as ${role} in ${scope}`).toBe(true);
        }
      }
    }
  }
  console.log(`pages: ${cells} cells of ${cells}, with something beyond scope 0`);
  expect([...shown].sort()).toEqual([
    "/audit",
    "/instances",
    "/instances/[instanceId]",
    "/network-interfaces",
    "/network-interfaces/[networkInterfaceId]",
    "/requests",
    "/requests/[id]",
  ]);
});

test("an auditor finds who tried to act beyond their scope", async ({ people }) => {
  const answer = await people.auditor.call(`/api/audit?action=request.blocked&target=${THING.eni}`);
  expect(said(answer).items?.[0]).toMatchObject({ result: "blocked", after: { blockers: ["out-of-scope"] } });
});

test("an operator who sees everything may act only within the operator's scope, and is told so", async ({
  cloud,
  desk,
}) => {
  const grants = [
    { role: "viewer", scope: null },
    { role: "operator", scope: { regionIds: ["cn-beijing"] } },
  ];
  const made = await admin.call("/api/users", asChange({ name: "sees-all", grants }));
  const { password } = JSON.parse(made.text) as { password: string };
  const session = await desk.signIn("sees-all", password);
  const ask = await cloud.refusedAsk();
  const shown = await session.call(`/api/network-interfaces?q=${ask.networkInterfaceId}`);
  expect(said(shown).items?.[0]).toMatchObject({
    detach: { allowed: false, blockers: [{ reason: "not-permitted" }] },
  });
  const answer = await session.call("/api/requests", asChange(ask));
  expect([answer.status, said(answer).type], answer.text).toEqual([403, "not-permitted"]);
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
});
