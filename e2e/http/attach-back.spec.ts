import { randomUUID } from "node:crypto";
import { asChange, said } from "#e2e/http/call.ts";
import type { Ask, Cloud } from "#e2e/http/cloud.ts";
import { idOf, type Session } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

const BACK = { reason: "taken off by mistake" };

/** A request that took its ENI off, and the ENI. */
async function detached(cloud: Cloud, person: Session): Promise<{ ask: Ask; path: string }> {
  const ask = await cloud.nextAsk();
  const path = `/api/requests/${idOf(await person.call("/api/requests", asChange(ask)))}`;
  await cloud.letGo(ask.networkInterfaceId);
  await expect.poll(async () => said(await person.call(path)).state, { timeout: 20_000 }).toBe("detached");
  return { ask, path };
}

async function tokenFor(person: Session, ask: Ask, action: "detach" | "attach"): Promise<string> {
  const { regionId, instanceId, networkInterfaceId } = ask;
  const query = new URLSearchParams({ regionId, instanceId, action });
  const answer = await person.call(`/api/network-interfaces/${networkInterfaceId}/preflight?${query}`);
  expect(answer.status, answer.text).toBe(200);
  const { token } = JSON.parse(answer.text) as { token: string };
  return token;
}

test("the consent to a detach is none to an attach, and one key is one attach", async ({ cloud, people }) => {
  const { ask, path } = await detached(cloud, people.operator);
  const key = randomUUID();
  const preflightToken = await tokenFor(people.operator, ask, "detach");
  const changed = await people.operator.call(
    `${path}/attach-back`,
    asChange({ ...BACK, preflightToken }, key),
  );
  expect([changed.status, said(changed).type]).toEqual([409, "changed"]);
  expect(await cloud.attaches(ask.networkInterfaceId)).toEqual([]);

  const body = { ...BACK, preflightToken: await tokenFor(people.operator, ask, "attach") };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => people.operator.call(`${path}/attach-back`, asChange(body, key))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map((answer) => said(answer).id)).size).toBe(1);
  const other = await people.operator.call(
    `${path}/attach-back`,
    asChange({ ...body, reason: "another reason, the same key" }, key),
  );
  expect([other.status, said(other).type]).toEqual([422, "idempotency-key-reused"]);
  const [sent, ...more] = await cloud.attaches(ask.networkInterfaceId);
  expect(more).toEqual([]);
  expect(sent?.params).toMatchObject({ InstanceId: ask.instanceId });

  const id = answers[0] && said(answers[0]).id;
  const [origin, undoing] = await Promise.all(
    [path, `/api/requests/${id}`].map(async (each) => JSON.parse((await people.operator.call(each)).text)),
  );
  expect(origin.attachedBackBy).toMatchObject([{ id }]);
  expect(undoing).toMatchObject({ action: "attach", originRequestId: path.split("/").at(-1) });
});

test("a second person is told of the attach that is under way", async ({ cloud, people, desk }) => {
  const { ask, path } = await detached(cloud, people.operator);
  const first = await people.operator.call(`${path}/attach-back`, asChange(BACK));
  expect(first.status).toBe(202);
  const other = await desk.signIn("operator");
  const second = await other.call(`${path}/attach-back`, asChange(BACK));
  expect(second.status).toBe(409);
  expect(said(second).type).toMatch(/^(blocked|request-open)$/);
  expect(await cloud.attaches(ask.networkInterfaceId)).toHaveLength(1);
});

test("what was not detached has no way back, and what ECS does not know neither", async ({
  cloud,
  people,
}) => {
  const ask = await cloud.nextAsk();
  const path = `/api/requests/${idOf(await people.operator.call("/api/requests", asChange(ask)))}`;
  const early = await people.operator.call(`${path}/attach-back`, asChange(BACK));
  expect(said(early)).toMatchObject({ type: "blocked", blockers: [{ reason: "nothing-to-undo" }] });
  const unknown = await people.operator.call(`/api/requests/${randomUUID()}/attach-back`, asChange(BACK));
  expect([unknown.status, said(unknown).type]).toEqual([404, "not-found"]);
  expect(await cloud.attaches(ask.networkInterfaceId)).toEqual([]);
});

test("while sending is stopped nothing is attached, and the answer and the pre-flight say who and why", async ({
  cloud,
  people,
}) => {
  const { ask, path } = await detached(cloud, people.operator);
  const stop = { enabled: false, reason: "a change freeze for the audit" };
  expect((await people.admin.call("/api/settings/sending", asChange(stop))).status).toBe(200);
  try {
    const answer = await people.operator.call(`${path}/attach-back`, asChange(BACK));
    expect([answer.status, said(answer).type]).toEqual([503, "sending-stopped"]);
    expect(said(answer).detail).toBe(
      "Nothing was sent. admin has stopped all sending (“a change freeze for the audit”).",
    );
    const { regionId, instanceId, networkInterfaceId } = ask;
    const query = new URLSearchParams({ regionId, instanceId, action: "attach" });
    const preflight = await people.operator.call(
      `/api/network-interfaces/${networkInterfaceId}/preflight?${query}`,
    );
    expect(said(preflight).blockers?.map(({ reason }) => reason)).toEqual(["sending-stopped"]);
    expect(await cloud.attaches(ask.networkInterfaceId)).toEqual([]);
  } finally {
    await people.admin.call(
      "/api/settings/sending",
      asChange({ enabled: true, reason: "the audit is over" }),
    );
  }
});

test("a body that is not what is asked for is refused, for the way back and for a note", async ({
  cloud,
  people,
}) => {
  const { ask, path } = await detached(cloud, people.operator);
  for (const [route, body] of [
    ["attach-back", {}],
    ["attach-back", { reason: "short" }],
    ["attach-back", { ...BACK, instanceId: "i-bp1web20000000000000" }],
    ["attach-back", { ...BACK, ticket: "x".repeat(101) }],
    ["note", {}],
    ["note", { text: "   " }],
    ["note", { text: "a bell \u0007 in the text" }],
    ["note", { text: "x".repeat(2_001) }],
    ["note", { text: "fine", state: "attached" }],
  ] as const) {
    const answer = await people.operator.call(`${path}/${route}`, asChange(body));
    expect([answer.status, said(answer).type], JSON.stringify(body).slice(0, 60)).toEqual([
      400,
      "invalid-request",
    ]);
  }
  const keyless = await people.operator.call(`${path}/attach-back`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(BACK),
  });
  expect(said(keyless).issues?.map(({ path: field }) => field)).toEqual(["Idempotency-Key"]);
  expect(await cloud.attaches(ask.networkInterfaceId)).toEqual([]);
});

test("a note is kept word for word, by name, and changes nothing else", async ({ cloud, people }) => {
  const { path } = await detached(cloud, people.operator);
  const before = JSON.parse((await people.operator.call(path)).text);
  const text = "line one\n<script>alert(1)</script> \u202e";
  expect((await people.operator.call(`${path}/note`, asChange({ text }))).status).toBe(202);
  const after = JSON.parse((await people.viewer.call(path)).text);
  expect(after.events.at(-1)).toMatchObject({ action: "request.noted", actorName: "operator", note: text });
  const { events: _events, may: _may, ...rest } = before;
  expect(after).toMatchObject(rest);
  expect(after.may).toEqual({ sendAgain: false, stopFollowing: false, attachBack: false, note: false });
});
