import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { asChange, said } from "#e2e/http/call.ts";
import { expect, test } from "#e2e/http/test.ts";

const BAD_IDS: readonly unknown[] = [
  "eni-1' OR '1'='1",
  "eni-$(id)",
  "../../etc/passwd",
  `eni-${"a".repeat(10_000)}`,
  "",
  ["eni-bp1web1second0000000"],
  { id: "eni-bp1web1second0000000" },
  "eni-bp1web1second\u0000000000",
  "eni-bp1web1second0000000\n",
  null,
];

for (const field of ["networkInterfaceId", "instanceId", "regionId"] as const) {
  test(`a malformed ${field} is a 400 that names the field, and nothing is sent`, async ({
    cloud,
    people,
  }) => {
    const ask = await cloud.refusedAsk();
    for (const bad of BAD_IDS) {
      const answer = await people.operator.call("/api/requests", asChange({ ...ask, [field]: bad }));
      expect(answer.status, JSON.stringify(bad).slice(0, 60)).toBe(400);
      expect(said(answer).issues?.map(({ path }) => path)).toContain(field);
    }
    expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
  });
}

test("an ENI, instance, account or region that does not exist is a 404 or a difference, and nothing is sent", async ({
  cloud,
  people,
}) => {
  const ask = await cloud.refusedAsk();
  const before = (await cloud.detaches()).length;
  for (const [other, status, type] of [
    [{ networkInterfaceId: "eni-bp1doesnotexist00000" }, 404, "not-found"],
    [{ regionId: "cn-nowhere" }, 404, "not-found"],
    [{ accountId: "9999999999999999" }, 404, "not-found"],
    [{ instanceId: "i-bp1doesnotexist00000" }, 409, "changed"],
  ] as const) {
    const answer = await people.operator.call("/api/requests", asChange({ ...ask, ...other }));
    expect([answer.status, said(answer).type], JSON.stringify(other)).toEqual([status, type]);
  }
  expect((await cloud.detaches()).length).toBe(before);
});

test("a body that is not what is asked for is refused, and nothing is sent", async ({ cloud, people }) => {
  const ask = await cloud.refusedAsk();
  const good = JSON.stringify(ask);
  for (const [body, status] of [
    ["", 400],
    ["{", 400],
    ["null", 400],
    ["[]", 400],
    ["[".repeat(8_000), 400],
    [JSON.stringify({ ...ask, force: true }), 400],
    [`{"__proto__":{"force":true},${good.slice(1)}`, 400],
    [JSON.stringify({ ...ask, action: "attach" }), 400],
    [JSON.stringify({ ...ask, reason: "short" }), 400],
    [JSON.stringify({ ...ask, reason: " ".repeat(20) }), 400],
    [JSON.stringify({ ...ask, reason: "a bell \u0007 in the reason" }), 400],
    [JSON.stringify({ ...ask, reason: "x".repeat(20_000) }), 413],
  ] as const) {
    const answer = await people.operator.call("/api/requests", asChange(body));
    expect(answer.status, body.slice(0, 60)).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  }
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
});

test("a missing, long, foreign or doubled Idempotency-Key is a 400 that names it, and nothing is sent", async ({
  cloud,
  people,
}) => {
  const ask = await cloud.refusedAsk();
  const { method, body = "" } = asChange(ask);
  const key = randomUUID();
  for (const given of [
    {},
    ...["k".repeat(300), "", "1", `${key}, ${key}`].map((each) => ({ "idempotency-key": each })),
  ]) {
    const headers = { "content-type": "application/json", ...given };
    const answer = await people.operator.call("/api/requests", { method: method ?? "POST", headers, body });
    expect(answer.status, JSON.stringify(given).slice(0, 60)).toBe(400);
    expect(said(answer).issues?.map(({ path }) => path)).toEqual(["Idempotency-Key"]);
  }
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
});

test("a line break in the key ends the call as malformed, and nothing is sent", async ({
  cloud,
  desk,
  people,
}) => {
  const ask = await cloud.refusedAsk();
  const body = JSON.stringify(ask);
  const socket = connect(desk.port, "127.0.0.1");
  socket.end(
    [
      "POST /api/requests HTTP/1.1",
      `Host: localhost:${desk.port}`,
      `Cookie: ${people.operator.cookie}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Idempotency-Key: ${randomUUID()}`,
      " and more",
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);
});

test("a key that is used again for something else is a 422, and only the first was sent", async ({
  cloud,
  people,
}) => {
  const [first, second] = [await cloud.nextAsk(), await cloud.nextAsk()];
  const key = randomUUID();
  expect((await people.operator.call("/api/requests", asChange(first, key))).status).toBe(202);
  for (const other of [second, { ...first, reason: "another reason, the same key" }]) {
    const answer = await people.operator.call("/api/requests", asChange(other, key));
    expect([answer.status, said(answer).type]).toEqual([422, "idempotency-key-reused"]);
  }
  expect(await cloud.detaches(first.networkInterfaceId)).toHaveLength(1);
  expect(await cloud.detaches(second.networkInterfaceId)).toHaveLength(0);
});

test("a double click and 50 calls at once with one key are one send with one RequestId", async ({
  cloud,
  people,
}) => {
  for (const times of [2, 50]) {
    const ask = await cloud.nextAsk();
    const change = asChange(ask);
    const answers = await Promise.all(
      Array.from({ length: times }, () => people.operator.call("/api/requests", change)),
    );
    const sent = await cloud.detaches(ask.networkInterfaceId);
    expect(sent).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => said(answer).id)).size).toBe(1);
    const requestIds = new Set(answers.map((answer) => said(answer).attempts?.at(-1)?.requestId));
    expect(requestIds).toEqual(new Set([sent[0]?.requestId]));
  }
});

test("50 calls at once with 50 keys are one send and 49 refusals that name it", async ({ cloud, people }) => {
  const ask = await cloud.nextAsk();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => people.operator.call("/api/requests", asChange(ask))),
  );
  const won = answers.filter(({ status }) => status === 202);
  const lost = answers.filter(({ status }) => status === 409);
  expect([won.length, lost.length]).toEqual([1, 49]);
  const id = won[0] && said(won[0]).id;
  for (const answer of lost) {
    expect(said(answer)).toMatchObject({ type: "request-open", request: { id, href: `/requests/${id}` } });
  }
  expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
});

test("a key is remembered over sessions, and opens nothing for someone without the right", async ({
  cloud,
  desk,
  people,
}) => {
  const ask = await cloud.nextAsk();
  const key = randomUUID();
  expect((await people.operator.call("/api/requests", asChange(ask, key))).status).toBe(202);
  const again = await desk.signIn("operator");
  expect((await again.call("/api/requests", asChange(ask, key))).status).toBe(202);
  const answer = await people.viewer.call("/api/requests", asChange(ask, key));
  expect([answer.status, said(answer).type]).toEqual([403, "not-permitted"]);
  expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
});
