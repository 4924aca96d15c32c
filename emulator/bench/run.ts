import { cpus } from "node:os";
import process from "node:process";
import { type StartedEmulator, startedEmulator } from "#emulator/bench/started-emulator.ts";
import { KeepAliveClient } from "#emulator/client/keep-alive-client.ts";

/** Calls in flight at once, one line each. */
const LINES = 16;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 8_000;
const PAGES = 200;
const TRIES = 30;
const REGION = { RegionId: "cn-hangzhou" };

const rows: [what: string, figure: string][] = [];
const note = (what: string, figure: string) => {
  rows.push([what, figure]);
  console.log(`${what}: ${figure}`);
};

await withEmulator({ instances: 12_500, enis: 100_000, regions: 5 }, async (emulator, client) => {
  noteStart("100,000 ENIs", emulator);
  await measureThroughput(emulator, client);
  await measurePages(emulator, client);
});
await withEmulator({ instances: 125_000, enis: 1_000_000, regions: 5 }, async (emulator, client) => {
  noteStart("1,000,000 ENIs", emulator);
  await measureWrites(client);
  await walkRegion(client);
});
const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu?.model.trim() ?? "processor"}, Node ${process.versions.node}`;
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n`);
for (const [what, figure] of rows) console.log(`| ${what} | ${figure} |`);

async function withEmulator(
  spec: { instances: number; enis: number; regions: number },
  measure: (emulator: StartedEmulator, client: KeepAliveClient) => Promise<void>,
): Promise<void> {
  const emulator = await startedEmulator(spec);
  const client = new KeepAliveClient(emulator.url, LINES);
  try {
    await measure(emulator, client);
  } finally {
    client.close();
    await emulator.stop();
  }
}

function noteStart(size: string, { generateMs, startMs, peakRssMib }: StartedEmulator): void {
  note(`${size} generated`, `${seconds(generateMs)} s, and ${seconds(startMs)} s until it listens`);
  note(`memory with ${size}, at its highest`, `${Math.round(peakRssMib)} MiB`);
}

/** One ENI by its id, as a watcher asks for it. */
async function measureThroughput(emulator: StartedEmulator, client: KeepAliveClient): Promise<void> {
  const [id = ""] = idsIn(await client.call("DescribeNetworkInterfaces", { ...REGION, MaxResults: "10" }));
  const ask = () => client.call("DescribeNetworkInterfaces", { ...REGION, "NetworkInterfaceId.1": id });
  await forMs(WARM_UP_MS, ask);
  const cpuBefore = await emulator.cpuMs();
  const { calls, ms } = await forMs(MEASURED_MS, ask);
  const cpuMs = (await emulator.cpuMs()) - cpuBefore;
  note(
    "signed DescribeNetworkInterfaces of one ENI, keep-alive",
    `${Math.round((calls / ms) * 1_000)} a second`,
  );
  note("processor time of one such call", `${(cpuMs / calls).toFixed(2)} ms`);
}

async function forMs(ms: number, ask: () => Promise<unknown>): Promise<{ calls: number; ms: number }> {
  const beganAt = performance.now();
  let calls = 0;
  const line = async () => {
    while (performance.now() - beganAt < ms) {
      await ask();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: LINES }, line));
  return { calls, ms: performance.now() - beganAt };
}

async function measurePages(emulator: StartedEmulator, client: KeepAliveClient): Promise<void> {
  const ask = () => client.call("DescribeNetworkInterfaces", { ...REGION, MaxResults: "500" });
  for (let page = 0; page < TRIES; page += 1) await ask();
  const cpuBefore = await emulator.cpuMs();
  for (let page = 0; page < PAGES; page += 1) await ask();
  const cpuMs = (await emulator.cpuMs()) - cpuBefore;
  note("processor time of a page of 500 ENIs", `${(cpuMs / PAGES).toFixed(1)} ms`);
}

async function measureWrites(client: KeepAliveClient): Promise<void> {
  const vSwitches = JSON.parse(
    await client.call("DescribeVSwitches", { ...REGION, PageSize: "50" }, "2016-04-28"),
  );
  const { VSwitchId, VpcId } = vSwitches.VSwitches.VSwitch[0];
  const groups = JSON.parse(await client.call("DescribeSecurityGroups", { ...REGION, VpcId }));
  const { SecurityGroupId } = groups.SecurityGroups.SecurityGroup[0];
  const create = () => client.call("CreateNetworkInterface", { ...REGION, VSwitchId, SecurityGroupId });
  await noteMedian("DescribeVSwitches, 50 of them", () =>
    client.call("DescribeVSwitches", { ...REGION, PageSize: "50" }, "2016-04-28"),
  );
  await noteMedian("CreateNetworkInterface", create);
  const [id = ""] = idsIn(await create());
  const unassigned = { ...REGION, NetworkInterfaceId: id, SecondaryPrivateIpAddressCount: "1" };
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await noteMedian("AssignPrivateIpAddresses", () => client.call("AssignPrivateIpAddresses", unassigned));
}

async function noteMedian(action: string, ask: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    const beganAt = performance.now();
    await ask();
    times.push(performance.now() - beganAt);
  }
  times.sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
  note(`${action} among 1,000,000 ENIs`, `${at(0.5)} ms (slowest of ${TRIES}: ${at(1)} ms)`);
}

/** Every page of one region, as an inventory reads it. */
async function walkRegion(client: KeepAliveClient): Promise<void> {
  const beganAt = performance.now();
  let token = "";
  let pages = 0;
  let enis = 0;
  do {
    const text = await client.call("DescribeNetworkInterfaces", {
      ...REGION,
      MaxResults: "500",
      ...(token ? { NextToken: token } : {}),
    });
    token = /"NextToken":"([^"]*)"/.exec(text)?.[1] ?? "";
    pages += 1;
    enis += idsIn(text).length;
  } while (token);
  const ms = performance.now() - beganAt;
  note(
    `all ${enis.toLocaleString("en")} ENIs of a region, in pages of 500`,
    `${seconds(ms)} s, ${(ms / pages).toFixed(0)} ms a page`,
  );
}

function idsIn(text: string): string[] {
  return text.match(/(?<="NetworkInterfaceId":")eni-\w+/g) ?? [];
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
