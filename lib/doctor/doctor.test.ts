import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoSeed } from "#emulator/seed/demo.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { seedSchema } from "#emulator/world/seed-schema.ts";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import { examine } from "#lib/doctor/examine.ts";
import { exitStatus, type Finding } from "#lib/doctor/finding.ts";
import { type RamPolicy, ramPolicies } from "#lib/doctor/ram-policies.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { openStore } from "#lib/store/store.ts";

const KEY = { accessKeyId: "emulator-doctor", accessKeySecret: "canary-doctor-secret" };
const READS = ["ecs:DescribeRegions", "ecs:DescribeInstances", "ecs:DescribeNetworkInterfaces"];

let folder: string;
let emulator: RunningEmulator | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
  rmSync(folder, { recursive: true });
});

/** The demo's world with one user more, who has this policy. */
async function emulatorFor(Policy: RamPolicy["Statement"]): Promise<string> {
  const seed = demoSeed();
  const [first, ...others] = seed.accounts;
  const user = {
    UserId: "200000000000000098",
    UserName: "doctor",
    AccessKeys: [{ AccessKeyId: KEY.accessKeyId, AccessKeySecret: KEY.accessKeySecret, Status: "Active" }],
    Policy,
  };
  const accounts = [{ ...first, Users: [...(first?.Users ?? []), user] }, ...others];
  emulator = await startEmulator({ seed: seedSchema.parse({ ...seed, accounts }) });
  return emulator.url;
}

async function visit(ecsEndpoint: string, more: Record<string, string> = {}) {
  const config = readConfig({
    ECS_ENDPOINT: ecsEndpoint,
    ALIBABA_CLOUD_ACCESS_KEY_ID: KEY.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: KEY.accessKeySecret,
    NEXTAUTH_SECRET: "x9#Kq2vLr7!TzWm4pYdB8sNc6hJfG1uA0eRi5oXy",
    DATABASE_URL: `file:${join(folder, "desk.db")}`,
    ...more,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return examine(config.value, systemClock);
}

async function makeDatabase(): Promise<void> {
  const url = `file:${join(folder, "desk.db")}`;
  const store = await openStore({ url, clock: systemClock });
  if (!store.ok) throw new Error("no database");
  await store.value.close();
}

function stateOf(findings: readonly Finding[], what: string) {
  return findings.find((each) => each.what === what)?.state;
}

function policyFor(feature: string): RamPolicy {
  const found = ramPolicies(EMULATOR_ACCOUNT_ID).find((each) => each.feature.startsWith(feature));
  if (!found) throw new Error(`no policy to ${feature}`);
  return found.policy;
}

describe("the rights of each read", () => {
  it("are found with the least policy that is printed, and nothing more is in it", async () => {
    const { Statement } = policyFor("look only");
    await makeDatabase();
    const { findings, accountId } = await visit(await emulatorFor(Statement));
    expect(accountId).toBe(EMULATOR_ACCOUNT_ID);
    expect(READS.map((right) => stateOf(findings, `right ${right}`))).toEqual(["ok", "ok", "ok"]);
    expect(Statement.flatMap(({ Action }) => Action)).toEqual(READS);
    expect(exitStatus(findings)).toBe(0);
  });

  it.each(READS)("are missed one by one: %s", async (missing) => {
    const without = policyFor("look only").Statement.filter(({ Action }) => !Action.includes(missing));
    await makeDatabase();
    const url = await emulatorFor(without);
    // The emulator asks for no right to list regions; a gateway that does refuses like this.
    if (missing === "ecs:DescribeRegions") {
      const fault = { kind: "error", code: "Forbidden.RAM" };
      await control(url, "POST", "/faults", { match: { action: "DescribeRegions" }, fault });
    }
    const { findings } = await visit(url, { ENI_DESK_REGIONS: "cn-hangzhou" });
    expect(stateOf(findings, `right ${missing}`)).toBe("missing");
    expect(exitStatus(findings)).toBe(1);
    // Without the list of regions no host is known to ask the others of.
    const others = missing === "ecs:DescribeRegions" ? "unknown" : "ok";
    for (const right of READS.slice(1).filter((each) => each !== missing)) {
      expect(stateOf(findings, `right ${right}`), right).toBe(others);
    }
  });

  it("are a note where they are rights that ENI Desk can do without", async () => {
    await makeDatabase();
    const optional = ["ecs:DescribeInstanceTypes", "vpc:DescribeVSwitches"];
    const states = (findings: readonly Finding[]) =>
      optional.map((right) => stateOf(findings, `right ${right}`));
    const least = await visit(await emulatorFor(policyFor("look only").Statement));
    expect([states(least.findings), exitStatus(least.findings)]).toEqual([["note", "note"], 0]);
    expect(JSON.stringify(least.findings)).toMatch(
      /free slots are not shown: in .+ and 4 more of 5: Forbidden.RAM/,
    );
    await emulator?.close();
    const url = await emulatorFor(policyFor("look, with free slots").Statement);
    expect(states((await visit(url)).findings)).toEqual(["ok", "ok"]);
    // A region that does not sell the type that is asked for.
    const fault = { kind: "error", code: "InvalidInstanceType.ValueNotSupported" };
    await control(url, "POST", "/faults", { match: { action: "DescribeInstanceTypes" }, fault });
    expect(states((await visit(url)).findings)).toEqual(["ok", "ok"]);
  });

  it("are missed in a region that a narrowed policy leaves out", async () => {
    const narrowed = policyFor("look only").Statement.map((each) => ({
      ...each,
      Resource: each.Resource.map((name) => name.replace("acs:ecs:*:", "acs:ecs:cn-hangzhou:")),
    }));
    const url = await emulatorFor(narrowed);
    const all = await visit(url, { ENI_DESK_REGIONS: "cn-hangzhou,cn-beijing" });
    expect(stateOf(all.findings, "right ecs:DescribeInstances")).toBe("missing");
    expect(JSON.stringify(all.findings)).toContain("in cn-beijing of 2");
    const one = await visit(url, { ENI_DESK_REGIONS: "cn-hangzhou" });
    expect(stateOf(one.findings, "right ecs:DescribeInstances")).toBe("ok");
  });

  it("are not guessed for a change: nothing is called, and it says so", async () => {
    const url = await emulatorFor(policyFor("detach and attach").Statement);
    const { findings } = await visit(url);
    const said = findings.find(({ what }) => what === "right ecs:DetachNetworkInterface");
    expect(said).toMatchObject({ state: "note", detail: expect.stringContaining("could not check") });
    const { calls } = (await control(url, "GET", "/journal")) as { calls: { action: string }[] };
    expect(calls.filter(({ action }) => !/^(Describe|GetCaller)/.test(action))).toEqual([]);
  });
});

describe("the printed policies", () => {
  it.each([
    ["look only", false, false],
    ["detach", true, false],
    ["detach and attach back", true, true],
  ])("to %s let detach: %s, attach: %s", async (feature, mayDetach, mayAttach) => {
    const url = await emulatorFor(policyFor(feature).Statement);
    const client = emulatedClient(url, {
      credentials: { get: async () => ({ ok: true, value: KEY }) },
    });
    const { web1 } = wellKnown;
    const place = {
      regionId: "cn-hangzhou",
      instanceId: web1.instanceId,
      networkInterfaceId: web1.secondEniId,
    };
    const detached = await client.detachNetworkInterface(place);
    const attached = await client.attachNetworkInterface(place);
    const isRefused = (answer: typeof detached) =>
      !answer.ok && answer.error.kind === "rejected" && answer.error.code === "Forbidden.RAM";
    expect([isRefused(detached), isRefused(attached)]).toEqual([!mayDetach, !mayAttach]);
  });

  it("name every role of ENI Desk with what it uses", () => {
    expect(ramPolicies("1").map(({ roles }) => roles)).toEqual([
      ["viewer", "operator", "approver", "auditor", "admin"],
      ["viewer", "operator", "approver", "auditor", "admin"],
      ["operator"],
      ["operator"],
    ]);
  });
});

describe("the doctor", () => {
  it("says what could not be checked when Alibaba Cloud cannot be reached, and looks at the rest", async () => {
    await makeDatabase();
    const { findings, accountId } = await visit("http://127.0.0.1:9");
    expect(accountId).toBeNull();
    for (const what of ["identity", "clock against the cloud", ...READS.map((right) => `right ${right}`)]) {
      expect(stateOf(findings, what), what).toBe("unknown");
    }
    expect(stateOf(findings, "database durability")).toBe("ok");
    expect(exitStatus(findings)).toBe(2);
  });

  it("tells a wrong key from a cloud that is away", async () => {
    const url = await emulatorFor([]);
    const { findings } = await visit(url, { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary-another-secret" });
    expect(stateOf(findings, "identity")).toBe("wrong");
  });

  it.each([
    [0, "ok"],
    [60_000, "note"],
    [20 * 60_000, "wrong"],
  ])("sees a cloud whose clock is %s ms ahead: %s", async (offsetMs, state) => {
    const url = await emulatorFor(policyFor("look only").Statement);
    await control(url, "POST", "/clock", { offsetMs });
    const { findings } = await visit(url, { ENI_DESK_REGIONS: "cn-hangzhou" });
    expect(stateOf(findings, "clock against the cloud")).toBe(state);
    expect(stateOf(findings, "right ecs:DescribeInstances")).toBe("ok");
  });

  it("makes no database where there is none", async () => {
    const { findings } = await visit("http://127.0.0.1:9");
    expect(findings.find(({ what }) => what === "database")).toEqual({
      state: "note",
      what: "database",
      detail: `${join(folder, "desk.db")} is not there yet; the first start makes it`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("finds it wrong where the first start could not make one", async () => {
    writeFileSync(join(folder, "no-folder"), "", { mode: 0o600 });
    const { findings } = await visit("http://127.0.0.1:9", {
      DATABASE_URL: `file:${join(folder, "no-folder", "desk.db")}`,
    });
    expect(stateOf(findings, "database")).toBe("wrong");
  });

  it("shows no secret, whatever it has to say", async () => {
    const url = await emulatorFor([]);
    for (const endpoint of [url, "http://127.0.0.1:9"]) {
      const said = JSON.stringify(
        await visit(endpoint, { HTTPS_PROXY: "http://u:canary-proxy@127.0.0.1:1" }),
      );
      expect(said).toContain("127.0.0.1:1");
      expect(said).not.toContain("canary");
    }
  });
});

describe("npm run doctor", () => {
  const run = (variables: Record<string, string>) =>
    spawnSync(process.execPath, ["--conditions=react-server", "scripts/doctor.ts"], {
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "test",
        ENI_DESK_DEMO: "1",
        NEXTAUTH_SECRET: "canary-x9#Kq2vLr7!TzWm4pYdB8sNc6hJfG1",
        DATABASE_URL: `file:${join(folder, "desk.db")}`,
        ECS_ENDPOINT: "http://127.0.0.1:9",
        ...variables,
      },
    });

  it("prints findings and policies, and ends with what they amount to", async () => {
    await makeDatabase();
    const { status, stdout, stderr } = run({});
    expect([status, stderr]).toEqual([2, ""]);
    expect(stdout).toMatch(/^unknown {2}identity: could not check: 127\.0\.0\.1 refused the connection/m);
    expect(stdout).toMatch(/^note {5}right ecs:DetachNetworkInterface: could not check/m);
    expect(stdout).toContain('"Action": [\n        "ecs:DetachNetworkInterface"\n      ]');
    expect(stdout).not.toContain("canary");
  });

  it("ends with 78 and no value where the configuration is wrong", () => {
    const { status, stderr } = run({ PORT: "canary" });
    expect(status).toBe(78);
    expect(stderr).toContain("PORT must be");
    expect(stderr).not.toContain("canary");
  });
});
