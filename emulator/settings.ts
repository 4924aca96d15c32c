/** How the emulated cloud behaves. All figures are ours; ECS publishes none of them. */
export type Settings = {
  /** InUse → Detaching → Available takes this long. */
  readonly detachMs: number;
  /** Available → Attaching → InUse takes this long. */
  readonly attachMs: number;
  /** Creating → Available takes this long. */
  readonly createMs: number;
  /** Available → Deleting → gone takes this long. */
  readonly deleteMs: number;
  /** Stopped → Starting → Running, and Running → Stopping → Stopped, take this long each. */
  readonly powerMs: number;
  /** ActionTrail tells of a change this long after it; the real one needs about ten minutes. */
  readonly trailLagMs: number;
  /** Added before every answer. */
  readonly latencyMs: number;
  /** What DescribeRegions names as endpoints: the real service's, or this emulator as its caller spelt it. */
  readonly endpoints: "real" | "self";
  /** Calls per minute, account and region, by action; empty is no limit. */
  readonly quotas: ReadonlyMap<string, number>;
  /** Believes every signature; for exploring by hand. */
  readonly isLoose: boolean;
};

export const DEFAULT_SETTINGS: Settings = {
  detachMs: 3_000,
  attachMs: 3_000,
  createMs: 1_000,
  deleteMs: 1_000,
  powerMs: 3_000,
  trailLagMs: 5_000,
  latencyMs: 0,
  endpoints: "real",
  quotas: new Map(),
  isLoose: false,
};
