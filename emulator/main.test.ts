import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { parseOptions } from "#emulator/options.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { startEmulator } from "#emulator/server.ts";
import { DEFAULT_SETTINGS } from "#emulator/settings.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

let folder: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(folder, { recursive: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let output = "";
  let problems = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (problems += chunk.toString()));
  return { child, output: () => output, problems: () => problems };
}

async function listening(emulator: ReturnType<typeof start>): Promise<string> {
  await expect
    .poll(emulator.output, { timeout: 15_000 })
    .toMatch(/^ECS emulator listening on http:\/\/127\.0\.0\.1:\d+\n$/);
  return emulator.output().trim().split(" ").at(-1) ?? "";
}

async function ended(emulator: ReturnType<typeof start>): Promise<{ status: number; problems: string }> {
  const [status] = await once(emulator.child, "close");
  return { status: Number(status), problems: emulator.problems() };
}

test("every delay of the settings can be set by a flag", () => {
  const flags = [
    "detach-ms",
    "attach-ms",
    "create-ms",
    "delete-ms",
    "power-ms",
    "trail-lag-ms",
    "latency-ms",
  ];
  const parsed = parseOptions(flags.flatMap((flag, index) => [`--${flag}`, String(index + 1)]));
  const delays = Object.fromEntries(
    Object.entries("options" in parsed ? parsed.options : {}).filter(([name]) => name.endsWith("Ms")),
  );
  expect(delays).toEqual({
    detachMs: 1,
    attachMs: 2,
    createMs: 3,
    deleteMs: 4,
    powerMs: 5,
    trailLagMs: 6,
    latencyMs: 7,
  });
  const ofSettings = Object.keys(DEFAULT_SETTINGS).filter((name) => name.endsWith("Ms"));
  expect(Object.keys(delays).sort()).toEqual(ofSettings.sort());
});

describe("the command", () => {
  test("says where it listens, serves, and stops on SIGTERM though a line is open", async () => {
    const emulator = start(
      "--port",
      "0",
      "--detach-ms",
      "10",
      "--latency-ms",
      "1",
      "--quota",
      "detach=400/min",
    );
    const url = await listening(emulator);
    expect((await callV3({ url, action: "DescribeRegions" })).httpStatus).toBe(200);
    emulator.child.kill("SIGTERM");
    expect((await ended(emulator)).status).toBe(0);
  });

  test("gives the control door a port of its own, and names itself as the endpoint", async () => {
    const emulator = start("--port", "0", "--control-port", "0", "--endpoints", "self");
    await expect
      .poll(emulator.output, { timeout: 15_000 })
      .toMatch(/^Its control door: http:\/\/127\.0\.0\.1:\d+\/_emulator\/\n$/m);
    const [url = "", door = ""] = emulator.output().match(/http:\S+/g) ?? [];
    const { body } = await callV3({ url, action: "DescribeRegions" });
    expect(JSON.stringify(body)).toContain(`"RegionEndpoint":"${new URL(url).host}"`);
    expect((await fetch(`${door}health`)).status).toBe(200);
  });

  test("starts from a seed file", async () => {
    const file = join(folder, "seed.json");
    const seed = demoSeed();
    writeFileSync(file, JSON.stringify({ ...seed, instances: [], networkInterfaces: [] }));
    const url = await listening(start("--port", "0", "--seed", file));
    const health: unknown = await (await fetch(`${url}/_emulator/health`)).json();
    expect(health).toMatchObject({ instances: 0, networkInterfaces: 0 });
  });

  test("starts from a generated fleet", async () => {
    const url = await listening(start("--port", "0", "--generate", "instances=5,enis=20,regions=2,seed=3"));
    const health: unknown = await (await fetch(`${url}/_emulator/health`)).json();
    expect(health).toMatchObject({ instances: 5, networkInterfaces: 20 });
  });

  test("ends with a clear sentence when the port is taken", async () => {
    const other = await startEmulator({ port: 0 });
    const { status, problems } = await ended(start("--port", String(other.port)));
    expect({ status, problems }).toEqual({
      status: 1,
      problems: `Port ${other.port} is taken. Stop what listens there, or choose another one with --port.\n`,
    });
    await other.close();
  });

  test.each([
    [["--port", "http"], "--port takes a port"],
    [["--detach-ms", "soon"], "--detach-ms takes whole milliseconds"],
    [["--power-ms", "-1"], "--power-ms"],
    [["--quota", "lots"], "--quota takes off or detach=400/min"],
    [["--generate", "enis=-1"], "--generate: enis"],
    [["--seed", "/nowhere.json"], "could not be read as JSON"],
    [["--seed", "a", "--generate", "enis=1"], "not both"],
    [["--fast"], "--fast"],
    [["--endpoints", "mine"], "--endpoints takes real or self"],
    [["--control-port", "70000"], "--control-port takes a port"],
  ])("refuses %j with what is wrong and how to use it", async (args, words) => {
    const { status, problems } = await ended(start(...args));
    expect(status).toBe(64);
    expect(problems).toContain(words);
    expect(problems).toContain("Usage: npm run emulator");
  });
});

test("a quota throttles by minute, region and action, and says when the next minute begins", async () => {
  const emulator = await startEmulator({ port: 0, quotas: new Map([["DescribeZones", 2]]) });
  emulator.cloud.clock.freeze();
  const at = Date.parse("2026-06-01T00:00:20Z");
  emulator.cloud.clock.set(at);
  const zones = (RegionId: string) =>
    callV3({
      url: emulator.url,
      action: "DescribeZones",
      params: { RegionId },
      nowMs: emulator.cloud.clock.now(),
    });
  const statuses = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await zones("cn-hangzhou")).httpStatus);
  expect(statuses).toEqual([200, 200, 400]);
  expect(await zones("cn-hangzhou")).toMatchObject({ body: { Code: "Throttling.User" } });
  expect((await zones("cn-beijing")).httpStatus).toBe(200);
  emulator.cloud.clock.advance(40_000);
  expect((await zones("cn-hangzhou")).httpStatus).toBe(200);
  await emulator.close();
});

test("the same seed of chance gives the same RequestIds", async () => {
  const requestId = async () => {
    const emulator = await startEmulator({ port: 0, randomSeed: 7 });
    const { body } = await callV3({ url: emulator.url, action: "DescribeRegions" });
    await emulator.close();
    return body.RequestId;
  };
  expect(await requestId()).toBe(await requestId());
});
