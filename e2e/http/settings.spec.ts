import { asChange, said } from "#e2e/http/call.ts";
import { expect, ROLES, test } from "#e2e/http/test.ts";

const PATH = "/api/settings/sending";
const STOP = { enabled: false, reason: "a detach took the wrong ENI" };
const ALLOW = { enabled: true, reason: "the filter is mended" };

test.afterAll(({ people }) => people.admin.call(PATH, asChange(ALLOW)));

test("sending is stopped for everyone, once, and allowed again, and the log has both", async ({ people }) => {
  const before = JSON.parse((await people.viewer.call("/api/me")).text);
  expect(before).toMatchObject({ sending: { enabled: true } });

  const stopped = await people.admin.call(PATH, asChange(STOP));
  expect([stopped.status, JSON.parse(stopped.text)]).toEqual([
    200,
    { enabled: false, reason: STOP.reason, by: "admin", at: expect.stringMatching(/Z$/) },
  ]);
  const again = await people.admin.call(PATH, asChange({ ...STOP, reason: "another reason for it" }));
  expect([again.status, again.text]).toEqual([200, stopped.text]);
  for (const role of ROLES) {
    const me = JSON.parse((await people[role].call("/api/me")).text);
    expect(me, role).toMatchObject({ sending: { enabled: false, reason: STOP.reason, by: "admin" } });
  }

  const allowed = await people.admin.call(PATH, asChange(ALLOW));
  expect([allowed.status, JSON.parse(allowed.text)]).toEqual([200, { enabled: true }]);

  const log = await people.auditor.call("/api/audit?actor=admin&limit=500");
  const events = (said(log).items ?? []).filter(({ action }) => String(action).startsWith("sending."));
  // Newest first; other stories turn the switch too.
  expect(events.slice(0, 2)).toMatchObject([
    { action: "sending.allowed", reason: ALLOW.reason, before: { enabled: false }, after: { enabled: true } },
    { action: "sending.stopped", reason: STOP.reason, before: { enabled: true }, after: { enabled: false } },
  ]);
});

test("nobody but an administrator turns the switch", async ({ desk, people }) => {
  expect((await desk.call(PATH, asChange(STOP))).status).toBe(401);
  for (const role of ROLES.filter((each) => each !== "admin")) {
    const answer = await people[role].call(PATH, asChange(STOP));
    expect([answer.status, said(answer).type], role).toEqual([403, "not-permitted"]);
  }
  const me = JSON.parse((await people.viewer.call("/api/me")).text);
  expect(me).toMatchObject({ sending: { enabled: true } });
});

for (const [what, body, path] of [
  ["no reason", { enabled: false }, "reason"],
  ["a reason too short", { enabled: false, reason: "  short  " }, "reason"],
  ["a reason too long", { enabled: false, reason: "x".repeat(1_001) }, "reason"],
  ["control characters", { enabled: false, reason: "a reason\u001b[31m in red" }, "reason"],
  ["a word for a truth", { enabled: "false", reason: STOP.reason }, "enabled"],
  ["no state", { reason: STOP.reason }, "enabled"],
  ["a field that is not known", { ...STOP, until: "tomorrow" }, ""],
  ["a list", [], ""],
  ["no JSON", "{", ""],
] as const) {
  test(`${what} turns nothing`, async ({ people }) => {
    const answer = await people.admin.call(PATH, asChange(body));
    expect([answer.status, said(answer).type]).toEqual([400, "invalid-request"]);
    expect(said(answer).issues?.map((issue) => issue.path)).toContain(path);
    const me = JSON.parse((await people.viewer.call("/api/me")).text);
    expect(me).toMatchObject({ sending: { enabled: true } });
  });
}
