import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { partner, wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import { examine } from "#lib/doctor/examine.ts";
import { assumedRole } from "#lib/ecs/assumed-role.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { ServerClock } from "#lib/ecs/server-clock.ts";
import { EMULATOR_ACCOUNT_ID, EMULATOR_KEYS, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { createTransport } from "#lib/ecs/transport.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";
import { Inventory } from "#lib/inventory/inventory.ts";

const regionId = "cn-hangzhou";
const { roleArn } = partner;

let emulator: RunningEmulator;
let now = systemClock.now();
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(async () => {
  now = systemClock.now();
  await control(emulator.url, "POST", "/reset");
});
afterAll(() => emulator.close());

function roleOf(arn: string = roleArn, keys = EMULATOR_KEYS) {
  const endpoints = emulatorEndpoints(emulator.url);
  if (!endpoints.ok) throw new Error(endpoints.error);
  const context = {
    accountId: partner.accountId,
    credentials: staticCredentials(keys),
    transport: createTransport(),
    clock: { now: () => now },
    serverClock: new ServerClock(),
    log: undefined,
  };
  const input = { roleArn: arn, sessionName: "eni-desk-read", durationS: 3_600 };
  return assumedRole(context, endpoints.value.identity(), input);
}

const keyOf = async (source: ReturnType<typeof roleOf>) => {
  const got = await source.get();
  return got.ok ? got.value.accessKeyId : got.error.kind;
};

describe("an assumed role", () => {
  it("reads the other account, in the name of its session", async () => {
    const ecs = emulatedClient(emulator.url, { accountId: partner.accountId, credentials: roleOf() });
    expect(await ecs.getCallerIdentity()).toMatchObject({
      value: { arn: `acs:ram::${partner.accountId}:assumed-role/eni-desk/eni-desk-read` },
    });
    const read = await ecs.describeNetworkInterfaces({
      regionId,
      networkInterfaceIds: [partner.secondEniId, wellKnown.web1.secondEniId],
    });
    expect(read.ok && read.value.networkInterfaces.map((each) => each.networkInterfaceId)).toEqual([
      partner.secondEniId,
    ]);
  });

  it("is assumed once for calls made at the same time, and again five minutes before its end", async () => {
    const source = roleOf();
    const first = await keyOf(source);
    expect(await Promise.all([keyOf(source), keyOf(source)])).toEqual([first, first]);
    now += 54 * 60_000;
    expect(await keyOf(source)).toBe(first);
    now += 70_000;
    const renewed = await Promise.all([keyOf(source), keyOf(source)]);
    expect(renewed[0]).not.toBe(first);
    expect(renewed[1]).toBe(renewed[0]);
  });

  it("keeps the code and RequestId of a refusal; a change is then known not to be sent", async () => {
    const credentials = roleOf("acs:ram::1000000000000002:role/operations");
    const ecs = emulatedClient(emulator.url, { accountId: partner.accountId, credentials });
    expect(await ecs.describeRegions()).toMatchObject({
      error: { kind: "rejected", code: "NoPermission", requestId: expect.stringMatching(/./) },
    });
    const target = { regionId, instanceId: partner.instanceId, networkInterfaceId: partner.secondEniId };
    expect(await ecs.detachNetworkInterface(target)).toMatchObject({
      error: { kind: "not-sent", cause: expect.stringMatching(/NoPermission \(RequestId [^u]/) },
    });
  });
});

describe("the accounts of ENI_DESK_ACCOUNTS", () => {
  it("are in one inventory, each with its regions, and one whose role is refused hides no other", async () => {
    const file = `
- { name: Main, readRoleArn: "acs:ram::${EMULATOR_ACCOUNT_ID}:role/eni-desk-readonly", regions: [${regionId}] }
- { name: Partner, readRoleArn: "${roleArn}", regions: [${regionId}, eu-central-1] }
- { name: Gone, readRoleArn: "acs:ram::1000000000000009:role/eni-desk" }
`;
    const config = readConfig(
      {
        NEXTAUTH_SECRET: "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU",
        ECS_ENDPOINT: emulator.url,
        ENI_DESK_ACCOUNTS: "accounts.yaml",
      },
      { readFile: () => ok(file) },
    );
    if (!config.ok) throw new Error(JSON.stringify(config.error));
    const access = findAccounts(config.value, systemClock, [], () => {});
    const inventory = new Inventory(access.find, "all", systemClock);
    const { sources, unlisted } = await inventory.sources();
    await Promise.all(sources.map((source) => source.ensure()));
    expect(sources.map(({ account, regionId: id }) => `${account.name} ${id}`).sort()).toEqual([
      "Main cn-hangzhou",
      "Partner cn-hangzhou",
      "Partner eu-central-1",
    ]);
    const holder = (id: string) =>
      sources.find((source) => source.networkInterface(id) !== undefined)?.account.name;
    expect([wellKnown.web1.secondEniId, partner.secondEniId].map(holder)).toEqual(["Main", "Partner"]);
    expect(unlisted).toMatchObject([
      { account: { name: "Gone" }, failure: { kind: "rejected", code: "EntityNotExist.Role" } },
    ]);
    access.close();
    const { findings } = await examine(config.value, systemClock);
    const said = (what: string) => findings.find((each) => each.what === what);
    expect(said(`account ${partner.accountId}, right ecs:DescribeNetworkInterfaces`)).toMatchObject({
      state: "ok",
      detail: "called in 2 regions",
    });
    expect(said("account 1000000000000009, identity")).toMatchObject({
      state: "wrong",
      detail: expect.stringMatching(/^EntityNotExist.Role.*RequestId/),
    });
  });
});
