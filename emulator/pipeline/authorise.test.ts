import { afterEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Statement } from "#emulator/world/account-record.ts";
import { seedSchema } from "#emulator/world/seed-schema.ts";

const { web1, tf1, ros1 } = wellKnown;
const KEY = { accessKeyId: "policy-test", accessKeySecret: "policy-test-secret" };
const ANY = { Action: "*", Resource: "*" };

let emulator: RunningEmulator | undefined;
afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

/** The demo fleet with one user more, who has this policy; web-1 and its second ENI bear the tag env=staging. */
function seedWith(Policy: readonly unknown[]) {
  const seed = demoSeed();
  const [first, ...others] = seed.accounts;
  const user = {
    UserId: "200000000000000099",
    UserName: "policy-test",
    AccessKeys: [{ AccessKeyId: KEY.accessKeyId, AccessKeySecret: KEY.accessKeySecret, Status: "Active" }],
    Policy,
  };
  return {
    ...seed,
    accounts: [{ ...first, Users: [...(first?.Users ?? []), user] }, ...others],
    networkInterfaces: seed.networkInterfaces.map((eni) =>
      eni.NetworkInterfaceId === web1.secondEniId
        ? { ...eni, Tags: [{ TagKey: "env", TagValue: "staging" }] }
        : eni,
    ),
  };
}

async function detach(
  policy: readonly Statement[],
  owner = { ...web1 } as { instanceId: string; secondEniId: string },
) {
  emulator = await startEmulator({ port: 0, seed: seedSchema.parse(seedWith(policy)) });
  const params = {
    RegionId: "cn-hangzhou",
    InstanceId: owner.instanceId,
    NetworkInterfaceId: owner.secondEniId,
  };
  const { httpStatus, body } = await callV3({
    url: emulator.url,
    action: "DetachNetworkInterface",
    params,
    key: KEY,
  });
  return { httpStatus, code: body.Code, detail: body.AccessDeniedDetail };
}

const allow = (Condition: Statement["Condition"]): Statement => ({ Effect: "Allow", ...ANY, Condition });
const deny = (Condition: Statement["Condition"]): Statement => ({ Effect: "Deny", ...ANY, Condition });

describe("a statement applies where its condition is met", () => {
  test.each([
    ["from its address", allow({ IpAddress: { "acs:SourceIp": ["192.0.2.0/24", "127.0.0.0/8"] } }), 200],
    ["from one address", allow({ IpAddress: { "acs:SourceIp": "127.0.0.1" } }), 200],
    ["from another address", allow({ IpAddress: { "acs:SourceIp": "192.0.2.0/24" } }), 403],
    ["from anywhere else", allow({ NotIpAddress: { "acs:SourceIp": "127.0.0.0/8" } }), 403],
    ["before its time is over", allow({ DateLessThan: { "acs:CurrentTime": "2999-01-01T00:00:00Z" } }), 200],
    ["after its time", allow({ DateLessThan: { "acs:CurrentTime": "2020-01-01T00:00:00+08:00" } }), 403],
    ["over HTTP", allow({ Bool: { "acs:SecureTransport": "false" } }), 200],
    ["over HTTPS", allow({ Bool: { "acs:SecureTransport": "true" } }), 403],
    ["with its tag", allow({ StringEquals: { "acs:ResourceTag/env": "staging" } }), 200],
    ["with one of its tags", allow({ StringLike: { "acs:ResourceTag/env": ["dev*", "stag*"] } }), 200],
    ["with another tag", allow({ StringEquals: { "acs:ResourceTag/env": "prod" } }), 403],
    ["without the tag", allow({ StringEquals: { "acs:ResourceTag/team": "net" } }), 403],
    [
      "without the tag, where it must not be",
      allow({ StringNotEquals: { "acs:ResourceTag/team": "net" } }),
      200,
    ],
    [
      "where all of several are met",
      allow({ Bool: { "acs:SecureTransport": "false" }, StringEquals: { "acs:ResourceTag/env": "prod" } }),
      403,
    ],
    ["where a tag is sent along", allow({ StringEquals: { "acs:RequestTag/env": "staging" } }), 403],
  ] satisfies [string, Statement, number][])("%s", async (_where, statement, httpStatus) => {
    const answer = await detach([statement]);
    expect(answer.httpStatus).toBe(httpStatus);
    if (httpStatus === 403)
      expect(answer).toMatchObject({ code: "Forbidden.RAM", detail: { NoPermissionType: "ImplicitDeny" } });
  });

  test("and a Deny whose condition is met wins over any Allow", async () => {
    const everything = allow(undefined);
    const met = deny({ StringEquals: { "acs:ResourceTag/env": "staging" } });
    expect(await detach([everything, met])).toMatchObject({
      httpStatus: 403,
      detail: { NoPermissionType: "ExplicitDeny" },
    });
    await emulator?.close();
    expect(
      await detach([everything, deny({ StringEquals: { "acs:ResourceTag/env": "prod" } })]),
    ).toMatchObject({
      httpStatus: 200,
    });
  });

  test("for the ENI and the instance both", async () => {
    const tagged = allow({ StringEquals: { "acs:ResourceTag/managed-by": "terraform" } });
    expect((await detach([tagged], tf1)).httpStatus).toBe(403);
    await emulator?.close();
    const untagged = allow({ StringNotLike: { "acs:ResourceTag/managed-by": "*" } });
    expect((await detach([untagged], ros1)).httpStatus).toBe(200);
  });
});

test.each([
  [{ StringEquals: { "acs:MFAPresent": "true" } }, 'no condition key "acs:MFAPresent"'],
  [{ NumericLessThan: { "acs:CurrentTime": "1" } }, 'no condition operator "NumericLessThan"'],
  [{ IpAddress: { "acs:SourceIp": "10.0.0.0/64" } }, 'IpAddress cannot compare with "10.0.0.0/64"'],
  [{ DateLessThan: { "acs:CurrentTime": "noon" } }, 'DateLessThan cannot compare with "noon"'],
  [{ Bool: { "acs:SecureTransport": "yes" } }, 'Bool cannot compare with "yes"'],
])("a policy that cannot be evaluated is refused where it comes in: %j", async (Condition, why) => {
  const statement = { Effect: "Deny", ...ANY, Condition };
  expect(JSON.stringify(seedSchema.safeParse(seedWith([statement])).error?.issues)).toContain(
    JSON.stringify(why).slice(1, -1),
  );
  emulator = await startEmulator({ port: 0 });
  await expect(control(emulator.url, "POST", "/reset", { seed: seedWith([statement]) })).rejects.toThrow(
    /^400/,
  );
  const { body } = await callV3({
    url: emulator.url,
    action: "AssumeRole",
    version: "2015-04-01",
    params: {
      RoleArn: "acs:ram::1000000000000001:role/eni-desk",
      RoleSessionName: "policy",
      Policy: JSON.stringify({ Version: "1", Statement: [statement] }),
    },
  });
  expect(body.Code).toBe("InvalidParameter.PolicyGrammar");
});

test("the demo's staging key may move staging only", async () => {
  emulator = await startEmulator({ port: 0 });
  const key = { accessKeyId: "emulator-staging", accessKeySecret: "emulator-staging-secret" };
  const staging = [...emulator.cloud.world.networkInterfaces.all()].find((eni) =>
    /^\w+-staging-1-eni-1$/.test(eni.NetworkInterfaceName),
  );
  const codes = [];
  for (const [InstanceId, NetworkInterfaceId] of [
    [staging?.InstanceId ?? "", staging?.NetworkInterfaceId ?? ""],
    [wellKnown.web2.instanceId, wellKnown.web2.secondEniId],
  ] as const) {
    const params = { RegionId: "cn-hangzhou", InstanceId, NetworkInterfaceId };
    const { httpStatus } = await callV3({ url: emulator.url, action: "DetachNetworkInterface", params, key });
    codes.push(httpStatus);
  }
  expect(codes).toEqual([200, 403]);
});
