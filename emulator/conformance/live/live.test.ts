import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type EmulatorOptions, type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const RUN = fileURLToPath(new URL("../run.ts", import.meta.url));
const KEYS = { ALIBABA_CLOUD_ACCESS_KEY_ID: "emulator", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator-secret" };

let emulator: RunningEmulator;
let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "live-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  rmSync(folder, { recursive: true });
  await emulator.close();
});

/** An emulator that stands for ECS, and the flags of a run against it. */
async function startOther(options: EmulatorOptions = {}): Promise<string[]> {
  emulator = await startEmulator({
    port: 0,
    detachMs: 200,
    attachMs: 200,
    createMs: 200,
    deleteMs: 200,
    ...options,
  });
  const eni = emulator.cloud.world.networkInterfaces.get(wellKnown.attachable.eniId);
  return [
    ...[
      "--live",
      "--region",
      "cn-hangzhou",
      "--endpoint",
      emulator.url,
      "--instance",
      wellKnown.web1.instanceId,
    ],
    ...["--vswitch", eni?.VSwitchId ?? "", "--security-group", eni?.SecurityGroupIds[0] ?? ""],
    ...["--out", join(folder, "differences.json")],
  ];
}

function start(args: readonly string[], env: Record<string, string> = KEYS) {
  const started = spawn(process.execPath, [RUN, ...args], { env: { ...process.env, ...env } });
  child = started;
  let output = "";
  started.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  started.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(started, "close").then(([status]) => Number(status));
  return { started, ended, output: () => output };
}

const differences = (): { fact: string; emulator: string; seen: string }[] =>
  JSON.parse(readFileSync(join(folder, "differences.json"), "utf8")).differences;
const eniCount = () => emulator.cloud.world.networkInterfaces.size;

describe("the live run", () => {
  test("finds no difference where there is none, and leaves nothing behind", async () => {
    const args = await startOther();
    const before = eniCount();
    const run = start([...args, "--yes"]);
    expect(await run.ended, run.output()).toBe(0);
    expect(differences()).toEqual([]);
    expect(eniCount()).toBe(before);
    const applied = emulator.cloud.journal.list({}).filter((entry) => entry.applied);
    expect(applied.map((entry) => entry.action)).toEqual([
      "CreateNetworkInterface",
      "AttachNetworkInterface",
      "DetachNetworkInterface",
      "DeleteNetworkInterface",
    ]);
  });

  test("names every deviation of the other side", async () => {
    const args = await startOther();
    const deviate = (action: string, fault: object) =>
      control(emulator.url, "POST", "/faults", { match: { action }, fault });
    await deviate("UnassignPrivateIpAddresses", { kind: "error", code: "InvalidOperation.Unsupported" });
    await deviate("DescribeRegions", { kind: "content-type", value: "text/plain" });
    await deviate("DescribeInstances", { kind: "error", code: "Forbidden.RAM" });
    const run = start([...args, "--yes"]);
    expect(await run.ended, run.output()).toBe(2);
    expect(differences()).toEqual([
      { fact: "V1 without Format", emulator: "text/xml;charset=utf-8", seen: "text/plain" },
      { fact: "V3 follows Accept: XML", emulator: "text/xml;charset=utf-8", seen: "text/plain" },
      { fact: "DryRun that would succeed", emulator: "400 DryRunOperation", seen: "403 Forbidden.RAM" },
      { fact: "an unknown region", emulator: "404 InvalidRegionId.NotFound", seen: "403 Forbidden.RAM" },
      {
        fact: "taking away the primary address",
        emulator: "403 InvalidIp.IpUnassigned",
        seen: "400 InvalidOperation.Unsupported",
      },
    ]);
    expect(readFileSync(join(folder, "differences.json"), "utf8")).not.toMatch(
      /emulator-secret|i-bp1|vsw-|sg-/,
    );
  });

  test("names what a gateway that looks at no signature gets wrong", async () => {
    const run = start([...(await startOther({ isLoose: true })), "--yes"]);
    expect(await run.ended, run.output()).toBe(2);
    expect(differences().map(({ fact, seen }) => `${fact}: ${seen}`)).toEqual([
      "a nonce that was used: 200",
      "a wrong signature: 200",
      "a time stamp of 20 minutes ago: 200",
      "an AccessKey id that nobody has: 200",
      "a token that is none: 200",
      "a method that is neither GET nor POST: 200",
    ]);
  });

  test("interrupted in the middle, it removes the ENI before it ends", async () => {
    const args = await startOther({ attachMs: 60_000 });
    const before = eniCount();
    const run = start([...args, "--yes"]);
    const own = () =>
      [...emulator.cloud.world.networkInterfaces.all()].find((eni) =>
        eni.NetworkInterfaceName.startsWith("emulator-conformance-"),
      );
    await expect.poll(() => own()?.Status, { timeout: 15_000 }).toBe("Attaching");
    run.started.kill("SIGINT");
    await expect.poll(run.output, { timeout: 15_000 }).toContain("Interrupted");
    emulator.cloud.clock.advance(60_000);
    expect(await run.ended).toBe(1);
    expect(eniCount()).toBe(before);
  });

  test("does nothing without a yes", async () => {
    const args = await startOther();
    const run = start(args);
    run.started.stdin.end("no\n");
    expect(await run.ended).toBe(0);
    expect(run.output()).toContain("Nothing was done.");
    expect(run.output()).toContain("delete it");
    expect(emulator.cloud.journal.list({})).toEqual([]);
  });

  test("sends keys nowhere but to ECS and to this machine", async () => {
    const args = await startOther();
    const elsewhere = args.map((arg) => (arg === emulator.url ? "http://ecs.example:80" : arg));
    const run = start([...elsewhere, "--yes"]);
    expect(await run.ended).toBe(64);
    expect(run.output()).toContain("--endpoint only http://127.0.0.1");
    const keyless = start(args, {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "",
    });
    expect(await keyless.ended).toBe(64);
    expect(keyless.output()).toContain("no credentials");
  });
});
