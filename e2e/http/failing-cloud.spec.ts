import { randomUUID } from "node:crypto";
import { asChange, said } from "#e2e/http/call.ts";
import { Cloud } from "#e2e/http/cloud.ts";
import { Desk, freePort, idOf } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

test("a refusal by ECS is a 409 with its code, words and RequestId, what it means, and our request", async ({
  cloud,
  people,
}) => {
  const ask = await cloud.nextAsk();
  const code = "InvalidOperation.EniServiceManaged";
  await cloud.fault(ask.networkInterfaceId, {
    kind: "error",
    code,
    httpStatus: 403,
    message: "The vendor's words.",
  });
  const change = asChange(ask);
  const answer = await people.operator.call("/api/requests", change);
  const [sent] = await cloud.detaches(ask.networkInterfaceId);
  expect(answer.status).toBe(409);
  expect(said(answer)).toMatchObject({
    type: "ecs-refused",
    code,
    requestId: sent?.requestId,
    title: expect.stringContaining("The vendor's words."),
    detail: expect.stringMatching(/\S/),
    request: { state: "refused", href: `/requests/${said(answer).request?.id}` },
  });
  const again = await people.operator.call("/api/requests", change);
  expect(said(again)).toMatchObject({ type: "ecs-refused", requestId: sent?.requestId });
  expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
});

test("a code that nobody has listed keeps ECS's own words", async ({ cloud, people }) => {
  const ask = await cloud.nextAsk();
  const fault = {
    kind: "error",
    code: "Brand.New.Code",
    httpStatus: 403,
    message: "Words never seen before.",
  };
  await cloud.fault(ask.networkInterfaceId, fault);
  const answer = await people.operator.call("/api/requests", asChange(ask));
  expect(said(answer)).toMatchObject({ type: "ecs-refused", code: "Brand.New.Code" });
  expect(answer.text).toContain("Words never seen before.");
});

for (const kind of ["drop-after", "truncate", "html"]) {
  test(`an answer that was lost (${kind}) is a 202 of unknown outcome, and is not sent again`, async ({
    cloud,
    people,
  }) => {
    const ask = await cloud.nextAsk();
    await cloud.fault(ask.networkInterfaceId, { kind });
    const change = asChange(ask);
    const answer = await people.operator.call("/api/requests", change);
    expect([answer.status, said(answer).state], answer.text).toEqual([202, "unknown"]);
    expect(idOf(await people.operator.call("/api/requests", change))).toBe(idOf(answer));
    expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
  });
}

test("without ECS every read that needs it is a 503 in words, nothing is sent, and the replica stays", async () => {
  const nobodyThere = `http://127.0.0.1:${await freePort()}`;
  const desk = await Desk.start(nobodyThere);
  try {
    const operator = await desk.signIn("operator");
    const place = "accountId=1000000000000001&regionId=cn-hangzhou";
    const eni = "eni-bp1web1second0000000";
    for (const path of [
      `/api/network-interfaces/${eni}?${place}`,
      `/api/network-interfaces/${eni}/preflight?${place}`,
      `/api/network-interfaces/${eni}/preflight?regionId=cn-hangzhou`,
      `/api/instances/i-bp1web10000000000000?${place}`,
      "/api/instances/i-bp1web10000000000000?regionId=cn-hangzhou",
    ]) {
      const answer = await operator.call(path);
      expect([answer.status, said(answer).type], path).toEqual([503, "ecs-unreachable"]);
    }
    const ask = {
      action: "detach",
      regionId: "cn-hangzhou",
      instanceId: "i-bp1web10000000000000",
      networkInterfaceId: eni,
      reason: "asked while nobody answers",
    };
    for (const body of [ask, { ...ask, accountId: "1000000000000001" }]) {
      const answer = await operator.call("/api/requests", asChange(body));
      expect([answer.status, said(answer).type]).toEqual([503, "ecs-unreachable"]);
    }
    expect(said(await operator.call("/api/requests")).items).toEqual([]);
    const ready = await desk.call("/api/ready");
    expect([ready.status, ready.text.includes('"ecs"')]).toEqual([200, true]);
  } finally {
    await desk.stop();
  }
});

test("a dashboard that may only observe blocks every detach, keeps the wish, and says why", async () => {
  const cloud = await Cloud.start();
  const desk = await Desk.start(cloud.url, { ENI_DESK_OBSERVE_ONLY: "true" });
  try {
    const operator = await desk.signIn("operator");
    const ask = await cloud.nextAsk();
    expect(JSON.parse((await operator.call("/api/me")).text)).toMatchObject({ observeOnly: true });
    const answer = await operator.call("/api/requests", asChange(ask));
    expect(answer.status).toBe(409);
    expect(said(answer).blockers?.map(({ reason }) => reason)).toEqual(["observe-only"]);
    const again = asChange({ reason: "a reason long enough", attempt: 1 });
    expect((await operator.call(`/api/requests/${randomUUID()}/send-again`, again)).status).toBe(404);
    expect(await cloud.detaches()).toEqual([]);
  } finally {
    await desk.stop();
    await cloud.stop();
  }
});
