import type { Fault, FaultRule } from "#emulator/control/fault-schema.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";
import { SeededRandom } from "#emulator/world/random.ts";

type Standing = { id: string; rule: FaultRule; timesLeft: number; struck: number; random: SeededRandom };

type Incoming = { action: string; accessKeyId: string; params: Parameters };

/** Faults that change how a call is carried out, and can come together with one that decides its end. */
const MODIFIERS = new Set<Fault["kind"]>(["latency", "stuck", "stale-reads", "page-repeat", "page-omit"]);

/** Any large odd number: seeds of neighbouring streams must differ in many bits. */
const STREAM_STEP = 0x9e3779b1;
/** The standard normal distribution is below this 99 times of 100. */
const Z_99 = 2.326_347_874;
const LONGEST_LATENCY_MS = 86_400_000;

/** What strikes one call. */
export type FaultPlan = {
  readonly latencyMs: number;
  readonly isStuck: boolean;
  readonly staleMs: number;
  readonly pageShift: number;
  /** The first fault in order of registration that decides how the call ends. */
  readonly ending: Fault | undefined;
  readonly kinds: readonly string[];
};

/** The faults that are switched on. */
export class FaultBook {
  readonly #seed: number;
  #standing: Standing[] = [];
  #made = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  add(rule: FaultRule): string {
    this.#made += 1;
    const id = `fault-${this.#made}`;
    // A stream of its own, so that what one fault draws changes nothing for another.
    const random = new SeededRandom(this.#seed + this.#made * STREAM_STEP);
    this.#standing.push({ id, rule, timesLeft: rule.times ?? Number.POSITIVE_INFINITY, struck: 0, random });
    return id;
  }

  list(): {
    id: string;
    match: FaultRule["match"];
    fault: Fault;
    timesLeft: number | null;
    struck: number;
  }[] {
    return this.#standing.map(({ id, rule, timesLeft, struck }) => ({
      id,
      match: rule.match,
      fault: rule.fault,
      timesLeft: Number.isFinite(timesLeft) ? timesLeft : null,
      struck,
    }));
  }

  /** Answers whether there was such a fault. */
  remove(id: string): boolean {
    const before = this.#standing.length;
    this.#standing = this.#standing.filter((standing) => standing.id !== id);
    return this.#standing.length < before;
  }

  clear(): void {
    this.#standing = [];
  }

  /** Decides what strikes a call and counts it. */
  plan(call: Incoming): FaultPlan {
    const struck: Fault[] = [];
    let latencyMs = 0;
    let ending: Fault | undefined;
    for (const standing of this.#standing) {
      const { fault } = standing.rule;
      const isModifier = MODIFIERS.has(fault.kind);
      if (standing.timesLeft <= 0 || (!isModifier && ending) || !matches(standing.rule.match, call)) continue;
      const { probability } = standing.rule;
      if (probability !== undefined && standing.random.next() >= probability) continue;
      standing.timesLeft -= 1;
      standing.struck += 1;
      struck.push(fault);
      if (fault.kind === "latency") latencyMs += drawLatency(fault, standing.random);
      if (!isModifier) ending = fault;
    }
    return {
      latencyMs,
      isStuck: struck.some((fault) => fault.kind === "stuck"),
      staleMs: Math.max(0, ...struck.map((fault) => (fault.kind === "stale-reads" ? fault.ms : 0))),
      pageShift: struck.reduce((sum, fault) => sum + shiftOf(fault), 0),
      ending,
      kinds: struck.map((fault) => fault.kind),
    };
  }
}

/** Whole milliseconds; with `p99Ms` from the log-normal distribution that has this median and this 99th percentile. */
function drawLatency({ ms, p99Ms }: Extract<Fault, { kind: "latency" }>, random: SeededRandom): number {
  if (p99Ms === undefined) return ms;
  const drawn = ms * Math.exp((random.normal() * Math.log(p99Ms / ms)) / Z_99);
  return Math.min(Math.round(drawn), LONGEST_LATENCY_MS);
}

function shiftOf(fault: Fault): number {
  if (fault.kind === "page-omit") return fault.rows ?? 1;
  return fault.kind === "page-repeat" ? -(fault.rows ?? 1) : 0;
}

function matches(match: FaultRule["match"], { action, accessKeyId, params }: Incoming): boolean {
  const { networkInterfaceId, instanceId } = match;
  return (
    (match.action === undefined || match.action === action) &&
    (match.accessKeyId === undefined || match.accessKeyId === accessKeyId) &&
    (match.regionId === undefined || match.regionId === params.get("RegionId")) &&
    (networkInterfaceId === undefined ||
      params.get("NetworkInterfaceId") === networkInterfaceId ||
      params.list("NetworkInterfaceId").includes(networkInterfaceId)) &&
    (instanceId === undefined ||
      params.get("InstanceId") === instanceId ||
      params.list("InstanceId").includes(instanceId) ||
      (params.get("InstanceIds") ?? "").includes(`"${instanceId}"`))
  );
}
