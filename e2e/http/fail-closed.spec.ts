import SqliteConnection from "better-sqlite3";
import { asChange } from "#e2e/http/call.ts";
import { Desk, type Session, startAndEnd } from "#e2e/http/desk.ts";
import { MAY, METHODS } from "#e2e/http/rights.ts";
import { pages, pathOf } from "#e2e/http/routes.ts";
import { expect, ROLES, type Role, test } from "#e2e/http/test.ts";

/** What any answer with something of the cloud or of the log in it would hold. */
const DATA = /\b(eni|i|vpc|vsw|sg)-(bp1|2ze|t4n|uf6|gw8)[a-z0-9]{4}|"hash":"[0-9a-f]{64}/;
/** The addresses that these tests ask for hold such ids themselves. */
const EXAMPLES = /\b(eni-bp1web1primary000000|i-bp1web10000000000000)\b/g;

let desk: Desk;
let people: Record<Role, Session>;

test.beforeAll(async ({ cloud }) => {
  desk = await Desk.start(cloud.url, { REQUESTS_PER_PERSON: "100", REQUESTS_PER_VPC: "100" });
  const sessions = await Promise.all(ROLES.map(async (role) => [role, await desk.signIn(role)] as const));
  people = Object.fromEntries(sessions) as Record<Role, Session>;
});
test.afterAll(() => desk.stop());

/** Breaks something in the database under the running server, looks, and mends it. */
async function broken(breakIt: string, mendIt: string, look: () => Promise<void>): Promise<void> {
  const database = new SqliteConnection(desk.databasePath, { timeout: 5_000 });
  try {
    database.exec(breakIt);
    await look();
  } finally {
    database.exec(mendIt);
    database.close();
  }
}

const without = (table: string): [string, string] => [
  `PRAGMA legacy_alter_table = ON; ALTER TABLE ${table} RENAME TO ${table}_gone`,
  `PRAGMA legacy_alter_table = ON; ALTER TABLE ${table}_gone RENAME TO ${table}`,
];
const damaged = (column: string, value: string): [string, string] => [
  `CREATE TABLE kept AS SELECT * FROM users; UPDATE users SET ${column} = '${value}'`,
  `UPDATE users SET ${column} = (SELECT ${column} FROM kept WHERE kept.id = users.id); DROP TABLE kept`,
];

/** Nobody may be taken for somebody while it can't be said who they are or what they may. */
const IDENTITY: Readonly<Record<string, [string, string]>> = {
  "sessions cannot be read": without("sessions"),
  "users cannot be read": without("users"),
  "roles are no list": damaged("roles", '{"admin":true}'),
  "roles name one that is not known": damaged("roles", '["operator","root"]'),
  "scopes are damaged": damaged("scoped_roles", '[{"role":"operator","scope":{"regionIds":["*"]}}]'),
  "a scope is missing": damaged("scoped_roles", '[{"role":"admin"}]'),
};

for (const [what, [breakIt, mendIt]] of Object.entries(IDENTITY)) {
  test(`when ${what}, no route and no page answers anybody with anything`, async ({ cloud }) => {
    const ask = await cloud.refusedAsk();
    let points = 0;
    await broken(breakIt, mendIt, async () => {
      for (const role of ROLES) {
        for (const [route, may] of Object.entries(MAY)) {
          for (const method of METHODS) {
            if (!may[method]?.includes(role)) continue;
            points += 1;
            const asking = method === "GET" ? {} : asChange(route === "/api/requests" ? ask : {});
            const answer = await people[role].call(pathOf(route), asking);
            expect([401, 503], `${method} ${route} as ${role}: ${answer.text}`).toContain(answer.status);
          }
        }
        for (const page of pages().filter((each) => !["/sign-in", "/setup"].includes(each))) {
          points += 1;
          const answer = await people[role].call(pathOf(page));
          const text = answer.text.replace(EXAMPLES, "");
          expect(DATA.exec(text)?.[0], `${page} as ${role}`).toBeUndefined();
          expect(answer.status, `${page} as ${role}`).not.toBe(200);
        }
      }
    });
    console.log(`${what}: fail-open 0 of ${points}`);
    expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
    expect((await people.viewer.call("/api/me")).status).toBe(200);
  });
}

/** What a detach stands on besides: without any of it nothing is sent. */
const SENDING: Readonly<Record<string, [string, string]>> = {
  "the log takes no event": without("events"),
  "limits cannot be counted": without("rate_windows"),
  "the switch cannot be read": without("switches"),
  "the switch is damaged": [
    `INSERT INTO switches VALUES ('sending', '{"enabled":"yes"}', '2026-01-01T00:00:00.000Z', 'x')`,
    "DELETE FROM switches",
  ],
  "requests cannot be read": without("requests"),
  "attempts cannot be written": without("attempts"),
  "keys cannot be kept": without("idempotency_keys"),
};

for (const [what, [breakIt, mendIt]] of Object.entries(SENDING)) {
  test(`when ${what}, nothing is sent, and it is said`, async ({ cloud }) => {
    const ask = await cloud.nextAsk();
    const change = asChange(ask);
    await broken(breakIt, mendIt, async () => {
      const answer = await people.operator.call("/api/requests", change);
      expect([500, 503], answer.text).toContain(answer.status);
      expect(answer.text).not.toMatch(/no such table|SQLITE|at .*\.js/);
    });
    expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
    const after = await people.operator.call("/api/requests", change);
    expect(after.status, `once it is mended the same key may be tried again: ${after.text}`).toBe(202);
    expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
  });
}

/** What cannot be counted or recorded begins no session and opens no log. */
for (const table of ["rate_windows", "events", "sessions", "users"]) {
  test(`without ${table} nobody signs in`, async () => {
    await broken(...without(table), async () => {
      await expect(desk.signIn("operator")).rejects.toThrow(/503/);
    });
    expect((await (await desk.signIn("operator")).call("/api/me")).status).toBe(200);
  });
}

test("without a log that can be written, it cannot be read or taken away, and no user is changed", async () => {
  await broken(...without("events"), async () => {
    for (const path of ["/api/audit", "/api/audit/export?format=csv", "/api/audit/verify"]) {
      expect((await people.auditor.call(path)).status, path).toBe(503);
    }
    expect((await people.auditor.call("/api/access-review?on=2026-01-01")).status).toBe(503);
    const change = asChange({ disabled: true });
    expect((await people.admin.call("/api/users/viewer/disabled", change)).status).toBe(503);
  });
  expect((await people.viewer.call("/api/me")).status).toBe(200);
});

test("without a configuration that is whole, nothing starts", async ({ cloud }) => {
  for (const change of [
    { NEXTAUTH_SECRET: "" },
    { NEXTAUTH_SECRET: "short" },
    { OIDC_ISSUER: "https://id.example.com" },
    { TRUSTED_PROXIES: "0.0.0.0/0" },
    { DATABASE_URL: "file:/dev/null/eni-desk.db" },
  ]) {
    const ended = await startAndEnd({ ...desk.variables, PORT: "0", ECS_ENDPOINT: cloud.url, ...change });
    expect(ended.status, JSON.stringify(change)).not.toBe(0);
    expect(ended.status, ended.output).not.toBeNull();
  }
});
