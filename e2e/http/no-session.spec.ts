import { randomUUID } from "node:crypto";
import { asChange, said } from "#e2e/http/call.ts";
import { apiRoutes, pathOf } from "#e2e/http/routes.ts";
import { expect, test } from "#e2e/http/test.ts";

/** What strangers may ask. Each is looked at somewhere else. */
const OPEN = ["/api/health", "/api/metrics", "/api/ready", "/api/setup", "/api/auth/[...nextauth]"];

for (const route of apiRoutes().filter((each) => !OPEN.includes(each))) {
  test(`${route} tells a stranger nothing`, async ({ desk }) => {
    for (const asking of [{}, asChange({})]) {
      const answer = await desk.call(pathOf(route), asking);
      expect([401, 405]).toContain(answer.status);
      expect(answer.text).toMatch(/^$|"type":"no-session"/);
      expect(answer.headers.location).toBeUndefined();
    }
  });
}

test("a stranger's wish to detach is a 401 without a redirect, and one event for all of them", async ({
  cloud,
  desk,
  people,
}) => {
  const ask = await cloud.refusedAsk();
  for (let count = 0; count < 5; count++) {
    const answer = await desk.call("/api/requests", asChange(ask));
    expect([answer.status, said(answer).type]).toEqual([401, "no-session"]);
  }
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
  const log = await people.auditor.call(
    "/api/audit?action=permission.refused&actor=not%20signed%20in&limit=500",
  );
  const events = said(log).items ?? [];
  expect(events.length).toBeGreaterThan(0);
  // One for each minute that these tests take, however many calls there were.
  const minutes = new Set(events.map(({ at }) => String(at).slice(0, 16)));
  expect(events.length).toBeLessThanOrEqual(minutes.size);
});

test("what is open says nothing but that it runs", async ({ desk }) => {
  const health = await desk.call("/api/health");
  expect(Object.keys(JSON.parse(health.text) as object).sort()).toEqual(["mode", "status", "version"]);
  const ready = await desk.call("/api/ready");
  expect(JSON.parse(ready.text)).toEqual({ checks: { store: true, audit: true }, degraded: {} });
});

test("nobody makes an administrator without the token", async ({ desk, people }) => {
  const setup = { token: randomUUID(), name: "mallory", password: "a long enough passphrase" };
  for (const caller of [desk, people.admin]) {
    const answer = await caller.call("/api/setup", asChange(setup));
    expect([answer.status, said(answer).issues?.[0]?.path]).toEqual([400, "token"]);
  }
});

test("of next-auth only what our pages use is there, and no more than 16 kB of a form are read", async ({
  desk,
}) => {
  for (const path of [
    "providers",
    "error",
    "signin",
    "signout",
    "verify-request",
    "callback/credentials",
    "x",
  ]) {
    expect((await desk.call(`/api/auth/${path}`)).status, path).toBe(404);
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const path = "/api/auth/callback/credentials";
  const large = await desk.call(path, { method: "POST", headers: form, body: `name=${"x".repeat(20_000)}` });
  expect(large.status).toBe(413);
  for (const body of ["{", "[1]", "null", '{"name":{"$ne":1}}']) {
    const json = await desk.call(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(json.status, body).toBe(403);
  }
});
