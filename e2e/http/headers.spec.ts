import { type Answer, asChange } from "#e2e/http/call.ts";
import { Desk } from "#e2e/http/desk.ts";
import { apiRoutes, pages, pathOf } from "#e2e/http/routes.ts";
import { EVERYWHERE } from "#e2e/http/security-headers.ts";
import { expect, test } from "#e2e/http/test.ts";

function nonceOf({ headers }: Answer): string {
  return /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
}

/** What is asked for, the status it has, and with whose cookies. */
const ANSWERS = [
  ["GET", "/api/health", 200, false],
  ["GET", "/api/ready", 200, false],
  ["GET", "/api/me", 200, true],
  ["GET", "/api/instances", 200, true],
  ["GET", "/api/me", 401, false],
  ["POST", "/api/me", 405, true],
  ["PUT", "/api/me", 405, true],
  ["GET", "/api/nope", 404, true],
  ["GET", "/api/requests/none", 404, true],
  ["GET", "/api/me/", 308, true],
  ["GET", "/api//me", 308, true],
  ["GET", "/api/%E0%A4%A", 400, true],
  ["GET", "/api/auth/session", 200, true],
  ["GET", "/api/auth/csrf", 200, false],
  ["GET", "/api/auth/error", 404, false],
  ["GET", "/", 307, false],
  ["GET", "/instances", 200, true],
  ["GET", "/instances", 307, false],
  ["GET", "/sign-in", 200, false],
  ["GET", "/no-such-page", 404, true],
  ["GET", "/.env", 404, false],
  ["GET", "/.git/config", 404, false],
  ["GET", "/_next/static/nope.js", 404, false],
  ["GET", "/_next/image?url=http%3A%2F%2F100.100.100.200%2F&w=64&q=75", 404, false],
] as const;

for (const [method, path, status, signedIn] of ANSWERS) {
  test(`${method} ${path} ${signedIn ? "by a person" : "by a stranger"}: ${status}, all headers, not stored`, async ({
    desk,
    people,
  }) => {
    const answer = await (signedIn ? people.viewer : desk).call(path, { method });
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(EVERYWHERE)) expect(answer.headers[name], name).toMatch(value);
    expect(answer.headers["cache-control"]).toMatch(/\bno-store\b/);
    expect(answer.headers["x-powered-by"]).toBeUndefined();
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
}

test("files of the build carry them too, and may be kept", async ({ desk }) => {
  const { text } = await desk.call("/sign-in");
  const [file = ""] = /\/_next\/static\/[^"]+\.js/.exec(text) ?? [];
  const answer = await desk.call(file);
  expect(answer.status).toBe(200);
  for (const [name, value] of Object.entries(EVERYWHERE)) expect(answer.headers[name], name).toMatch(value);
  expect(answer.headers["cache-control"]).toContain("immutable");
  expect((await desk.call(`${file}.map`)).status).toBe(404);
});

test("every answer has a nonce of its own, and its scripts carry it", async ({ desk }) => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => desk.call("/sign-in")));
  expect(new Set(answers.map(nonceOf)).size).toBe(8);
  for (const answer of answers) {
    const scripts = answer.text.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(answer)}"`);
  }
});

test("a policy that the caller sends has no part in ours", async ({ desk }) => {
  const headers = { "content-security-policy": "script-src 'nonce-of-the-caller'" };
  const answer = await desk.call("/sign-in", { headers });
  expect(answer.text).not.toContain("of-the-caller");
});

test("problems are problem+json, with a correlation id", async ({ desk, people }) => {
  for (const answer of [
    await desk.call("/api/me"),
    await people.viewer.call("/api/nope"),
    await people.viewer.call("/api/requests", asChange({})),
    await people.viewer.call("/api/instances?limit=0"),
  ]) {
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(JSON.parse(answer.text)).toMatchObject({
      status: answer.status,
      correlationId: expect.any(String),
    });
  }
});

test("an upgrade is answered like any other call, and holds no line open", async ({ desk }) => {
  for (const path of ["/_next/webpack-hmr", "/api/me"]) {
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-key": "x3JJHMbDL1EzLkh9GBhXDw==",
      "sec-websocket-version": "13",
    };
    const answer = await desk.call(path, { headers });
    expect([401, 404]).toContain(answer.status);
    expect(answer.headers["x-frame-options"]).toBe("DENY");
  }
});

test("every route and page of the build answers with all of them, however it is asked and by whom", async ({
  desk,
  people,
}) => {
  test.setTimeout(120_000);
  const askings = [
    {},
    { method: "HEAD" },
    { headers: { rsc: "1" } },
    { method: "PUT" },
    { method: "DELETE" },
    asChange({}),
    asChange("{"),
    asChange("x".repeat(20_000)),
    { ...asChange({}), headers: { "content-type": "text/plain", "sec-fetch-site": "cross-site" } },
  ];
  const statuses = new Map<number, number>();
  for (const path of [...pages(), ...apiRoutes()].map((route) => pathOf(route))) {
    // Signing out would end the person that the next address is asked by.
    if (path.startsWith("/api/auth/")) continue;
    for (const by of [desk, people.viewer, people.operator, people.auditor]) {
      for (const asking of askings) {
        const answer = await by.call(path, asking);
        const what = `${JSON.stringify(asking).slice(0, 80)} ${path}: ${answer.status}`;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        for (const [name, value] of Object.entries(EVERYWHERE))
          expect(answer.headers[name], `${what} ${name}`).toMatch(value);
        expect(answer.headers["cache-control"], what).toMatch(/\bno-store\b/);
      }
    }
  }
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `headers: complete on ${all} of ${all} answers; ${JSON.stringify(Object.fromEntries(statuses))}`,
  );
  for (const status of [200, 307, 400, 401, 403, 404, 405, 413])
    expect([...statuses.keys()]).toContain(status);
});

test("an answer that went wrong inside carries them too, and nothing of the cause", async ({ cloud }) => {
  const own = await Desk.start(cloud.url);
  const admin = await own.signIn("admin");
  own.damageSwitches();
  const answer = await admin.call("/settings");
  expect(answer.status).toBe(500);
  for (const [name, value] of Object.entries(EVERYWHERE)) expect(answer.headers[name], name).toMatch(value);
  expect(answer.text).not.toMatch(/no such table|SQLITE|\/lib\//);
  await own.stop();
});

test("where browsers come by https they are told to stay there", async ({ cloud }) => {
  const own = await Desk.start(cloud.url, { NEXTAUTH_URL: "https://desk.example" });
  for (const [path, status] of [
    ["/sign-in", 200],
    ["/instances", 307],
    ["/api/me", 401],
    ["/api/nope", 401],
    ["/_next/static/nope.js", 404],
  ] as const) {
    const answer = await own.call(path, { headers: { host: "desk.example" } });
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  }
  const csrf = await own.call("/api/auth/csrf", { headers: { host: "desk.example" } });
  expect(String(csrf.headers["set-cookie"])).toMatch(
    /^__Host-eni-desk\.csrf-token=.*Path=\/; HttpOnly; Secure; SameSite=Lax/i,
  );
  expect((await own.call("/sign-in", { headers: { host: "evil.example" } })).status).toBe(421);
  await own.stop();
});
