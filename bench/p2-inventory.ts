import { type Emulator, startEmulatorProcess } from "#bench/emulator.ts";
import { countRatio, type Ratio, type Repetition, timeRatio } from "#bench/ratio.ts";
import { vendor, vendorClient } from "#bench/vendor-client.ts";
import { systemClock } from "#lib/core/clock.ts";
import { CallBudget } from "#lib/ecs/call-budget.ts";
import { createEcsClient } from "#lib/ecs/client.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { createTransport } from "#lib/ecs/transport.ts";
import { walkRegion } from "#lib/inventory/walk.ts";

const ENIS = 100_000;
/** Eight ENIs an instance. The product reads these too, and the opponent does not. */
const INSTANCES = 12_500;
const LATENCY_MS = 50;
const PER_CALL = 500;
const REGION = "cn-hangzhou";
const ACTION = "DescribeNetworkInterfaces";
const KEY = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };
const ANSWER_TIMEOUT_MS = 30_000;

interface Read {
  readonly ids: ReadonlySet<string>;
  readonly ms: number;
  /** Until the first 500 ENIs were there. */
  readonly firstMs: number;
  readonly calls: number;
}

/** P2: everything of one region with 100,000 ENIs, from nothing, against the loop that a script would write. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  const world = `instances=${INSTANCES},enis=${ENIS},regions=1,seed=1`;
  const emulator = await startEmulatorProcess(port, [
    "--generate",
    world,
    "--latency-ms",
    String(LATENCY_MS),
  ]);
  try {
    const whole: Repetition[] = [];
    const first: Repetition[] = [];
    const calls: number[] = [];
    for (let index = 0; index < repetitions; index += 1) {
      const { product, opponent, again } = await inTurn(emulator, index % 2 === 1);
      if (product.ids.symmetricDifference(opponent.ids).size > 0) throw new Error("the two sets differ");
      whole.push({ product: product.ms, opponent: opponent.ms, opponentAgain: again.ms });
      first.push({ product: product.firstMs, opponent: opponent.ms, opponentAgain: again.ms });
      calls.push(product.calls / opponent.calls);
    }
    return [
      timeRatio(
        { id: "P2", what: "100,000 ENIs read from nothing : serial SDK loop, time", goal: 0.2 },
        whole,
      ),
      countRatio({ id: "P2", what: `the same, calls of ${ACTION}`, goal: 1.05 }, calls),
      timeRatio(
        { id: "P2", what: "first 500 ENIs read (not drawn) : whole SDK loop, time", goal: 0.02 },
        first,
      ),
    ];
  } finally {
    await emulator.stop();
  }
}

/** The product between two runs of the opponent, or before them. */
async function inTurn(emulator: Emulator, isSwapped: boolean) {
  if (isSwapped) {
    const product = await readWithProduct(emulator);
    const opponent = await readWithVendor(emulator);
    return { product, opponent, again: await readWithVendor(emulator) };
  }
  const opponent = await readWithVendor(emulator);
  const product = await readWithProduct(emulator);
  return { product, opponent, again: await readWithVendor(emulator) };
}

async function readWithVendor(emulator: Emulator): Promise<Read> {
  await emulator.forget();
  const client = vendorClient(emulator.url);
  const ids = new Set<string>();
  const beganAt = performance.now();
  let firstMs = 0;
  let nextToken: string | undefined;
  do {
    const request = new vendor.DescribeNetworkInterfacesRequest({
      regionId: REGION,
      maxResults: PER_CALL,
      ...(nextToken ? { nextToken } : {}),
    });
    const { body } = await client.describeNetworkInterfaces(request);
    for (const { networkInterfaceId } of body.networkInterfaceSets.networkInterfaceSet)
      ids.add(networkInterfaceId);
    firstMs ||= performance.now() - beganAt;
    nextToken = body.nextToken;
  } while (nextToken);
  return { ids, ms: performance.now() - beganAt, firstMs, calls: await emulator.calls(ACTION) };
}

/** As the server does after a start: a client with nothing learnt, and a call budget with nothing used. */
async function readWithProduct(emulator: Emulator): Promise<Read> {
  await emulator.forget();
  const endpoints = emulatorEndpoints(emulator.url);
  if (!endpoints.ok) throw new Error("the emulator's address was refused");
  const transport = createTransport({ proxy: null, extraCa: [], answerTimeoutMs: ANSWER_TIMEOUT_MS });
  const ecs = createEcsClient({
    accountId: "",
    credentials: staticCredentials(KEY),
    endpoints: endpoints.value,
    transport,
    clock: systemClock,
    budget: new CallBudget(),
  });
  const seen = new Set<string>();
  const beganAt = performance.now();
  let firstMs = 0;
  const walked = await walkRegion(ecs, REGION, {
    onInstances: () => {},
    onNetworkInterfaces: (rows) => {
      for (const { networkInterfaceId } of rows) seen.add(networkInterfaceId);
      if (seen.size >= PER_CALL) firstMs ||= performance.now() - beganAt;
    },
  });
  const ms = performance.now() - beganAt;
  transport.close();
  if (!walked.ok) throw new Error(`the walk failed: ${JSON.stringify(walked.error)}`);
  return { ids: walked.value.networkInterfaceIds, ms, firstMs, calls: await emulator.calls(ACTION) };
}
