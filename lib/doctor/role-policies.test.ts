import { afterEach, describe, expect, it } from "vitest";
import { demoSeed } from "#emulator/seed/demo.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { seedSchema } from "#emulator/world/seed-schema.ts";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import { examine } from "#lib/doctor/examine.ts";
import { CHANGE_ROLE, READ_ROLE, rolePolicies } from "#lib/doctor/role-policies.ts";
import { EMULATOR_ACCOUNT_ID } from "#lib/ecs/testing/emulated-client.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";

const KEY = { id: "emulator-roles", secret: "canary-roles-secret" };
const USER_ID = "200000000000000097";
const roleArn = (name: string) => `acs:ram::${EMULATOR_ACCOUNT_ID}:role/${name}`;
const { web1 } = wellKnown;
const target = {
  action: "detach" as const,
  regionId: "cn-hangzhou",
  instanceId: web1.instanceId,
  networkInterfaceId: web1.secondEniId,
};

let emulator: RunningEmulator | undefined;
afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

/** The demo's world with a user and two roles who hold exactly what is printed, and what the desk makes of it. */
async function configOf(entry: string, trusted = [USER_ID]) {
  const accounts = [{ readRoleArn: roleArn("reads"), changeRoleArn: roleArn("changes"), externalId: null }];
  const [own] = rolePolicies(accounts);
  const key = { AccessKeyId: KEY.id, AccessKeySecret: KEY.secret, Status: "Active" };
  const user = { UserId: USER_ID, UserName: "desk", AccessKeys: [key], Policy: own?.policy.Statement };
  const role = (RoleName: string, RoleId: string, Policy: unknown, TrustedUserIds: string[]) => ({
    ...{ RoleName, RoleId, Policy, TrustedUserIds, MaxSessionDuration: 3_600 },
  });
  const seed = demoSeed();
  const [first, ...others] = seed.accounts;
  const roles = [
    role("reads", "300000000000000097", READ_ROLE.Statement, [USER_ID]),
    role("changes", "300000000000000098", CHANGE_ROLE.Statement, trusted),
  ];
  const changed = { ...first, Users: [...(first?.Users ?? []), user], Roles: roles };
  emulator = await startEmulator({ seed: seedSchema.parse({ ...seed, accounts: [changed, ...others] }) });
  const config = readConfig(
    {
      NEXTAUTH_SECRET: "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU",
      ECS_ENDPOINT: emulator.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: KEY.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: KEY.secret,
      ENI_DESK_ACCOUNTS: "accounts.yaml",
      ENI_DESK_REGIONS: "cn-hangzhou",
    },
    { readFile: () => ok(`- { name: Main, readRoleArn: "${roleArn("reads")}"${entry} }`) },
  );
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return config.value;
}

const CHANGING = `, changeRoleArn: "${roleArn("changes")}"`;
const said = async (config: Awaited<ReturnType<typeof configOf>>, what: string) =>
  (await examine(config, systemClock)).findings.find(
    (each) => each.what === `account ${EMULATOR_ACCOUNT_ID}, ${what}`,
  );

describe("the printed policies of an account's roles", () => {
  it("are enough to read with the one and to detach with the other, and not the other way round", async () => {
    const access = findAccounts(await configOf(CHANGING), systemClock, [], () => {});
    const found = await access.find();
    const [account] = found.ok ? found.value : [];
    if (account?.changes.kind !== "role") throw new Error("there is a role for changes");
    const { ecs, changes } = account;
    const byPerson = changes.role.clientFor({ issuer: "local", subject: "u", name: "ada" }, target);
    const ids = { regionId: "cn-hangzhou", networkInterfaceIds: [web1.secondEniId] };
    const refused = { error: { kind: "rejected", code: "Forbidden.RAM" } };
    expect(await ecs.describeNetworkInterfaces(ids)).toMatchObject({ ok: true });
    expect(await ecs.describeVSwitches({ regionId: "cn-hangzhou", pageNumber: 1 })).toMatchObject({
      ok: true,
    });
    expect(await ecs.detachNetworkInterface(target)).toMatchObject(refused);
    expect(await byPerson.describeNetworkInterfaces(ids)).toMatchObject(refused);
    expect(await byPerson.detachNetworkInterface(target)).toMatchObject({ ok: true });
    access.close();
  });

  it("ask for the external id where one is kept", () => {
    const roles = { readRoleArn: roleArn("reads"), changeRoleArn: null };
    const text = JSON.stringify(rolePolicies([{ ...roles, externalId: null }]));
    expect(text).not.toContain("ExternalId");
    expect(text).not.toContain("Detach");
  });
});

describe("the doctor, of a role for changes", () => {
  it("assumes it for nothing that exists, and says that the rights can't be checked", async () => {
    const config = await configOf(CHANGING);
    expect(await said(config, "role for changes")).toMatchObject({
      state: "ok",
      detail: expect.stringContaining(roleArn("changes")),
    });
    expect(await said(config, "right ecs:DetachNetworkInterface")).toMatchObject({ state: "note" });
  });

  it("says what STS says where it can't be assumed", async () => {
    expect(await said(await configOf(CHANGING, []), "role for changes")).toMatchObject({
      state: "wrong",
      detail: expect.stringMatching(/^NoPermission.*RequestId/),
    });
  });

  it("says that an account without one can only be looked at", async () => {
    const config = await configOf("");
    expect(await said(config, "role for changes")).toMatchObject({
      state: "note",
      detail: expect.stringContaining("only be looked at"),
    });
    expect(await said(config, "right ecs:DetachNetworkInterface")).toBeUndefined();
  });
});
