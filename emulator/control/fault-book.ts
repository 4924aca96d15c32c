import type { Fault, FaultRule } from "#emulator/control/fault-schema.ts";
import type { Parameters } from "#emulator/pipeline/parameters.ts";
import type { SeededRandom } from "#emulator/world/random.ts";

type Standing = { id: string; rule: FaultRule; timesLeft: number; struck: number };

type Incoming = { action: string; accessKeyId: string; params: Parameters };

/** Faults that change how a call is carried out, and can come together with one that decides its end. */
const MODIFIERS = new Set<Fault["kind"]>(["latency", "stuck", "stale-reads"]);

/** What strikes one call. */
export type FaultPlan = {
  readonly latencyMs: number;
  readonly isStuck: boolean;
  readonly staleMs: number;
  /** The first fault in order of registration that decides how the call ends. */
  readonly ending: Fault | undefined;
  readonly kinds: readonly string[];
};

/** The faults that are switched on. */
export class FaultBook {
  readonly #random: SeededRandom;
  #standing: Standing[] = [];
  #made = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  add(rule: FaultRule): string {
    this.#made += 1;
    const id = `fault-${this.#made}`;
    this.#standing.push({ id, rule, timesLeft: rule.times ?? Number.POSITIVE_INFINITY, struck: 0 });
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
    let ending: Fault | undefined;
    for (const standing of this.#standing) {
      const { fault } = standing.rule;
      const isModifier = MODIFIERS.has(fault.kind);
      if (standing.timesLeft <= 0 || (!isModifier && ending) || !matches(standing.rule.match, call)) continue;
      const { probability } = standing.rule;
      if (probability !== undefined && this.#random.next() >= probability) continue;
      standing.timesLeft -= 1;
      standing.struck += 1;
      struck.push(fault);
      if (!isModifier) ending = fault;
    }
    return {
      latencyMs: struck.reduce((sum, fault) => sum + (fault.kind === "latency" ? fault.ms : 0), 0),
      isStuck: struck.some((fault) => fault.kind === "stuck"),
      staleMs: Math.max(0, ...struck.map((fault) => (fault.kind === "stale-reads" ? fault.ms : 0))),
      ending,
      kinds: struck.map((fault) => fault.kind),
    };
  }
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
