import "server-only";

import type { VSwitch } from "#lib/ecs/describe-vswitches.ts";

/** A part of a region that ECS can be asked for alone. Parts of one plan share no ENI and no instance. */
export type Part = { vpcId: string } | { vSwitchId: string };

export interface PlannedPart {
  part: Part;
  /** How many rows it is thought to hold. */
  rows: number;
}

export interface PlanWanted {
  /** How many rows there are in all, as ECS counted them. */
  total: number;
  rowsPerCall: number;
  /** How much more calls than one chain takes the plan may take, as a part of these. */
  moreCalls: number;
  /** How many pages are read at a time. */
  lanes: number;
}

/** A VPC, read as one part or as its vSwitches. */
interface Group {
  whole: PlannedPart;
  members: readonly PlannedPart[];
  isSplit: boolean;
}

/** Of a small region a twentieth of the calls is nothing. */
const MORE_CALLS_AT_LEAST = 4;

/**
 * Cuts a region into parts that are read side by side: whole VPCs, and the vSwitches of those that are too large for
 * one chain, as long as the calls stay within what is wanted. A used address stands for a row, in
 * proportion. What no part holds (a vSwitch that is not listed) must be noticed by counting. Largest first; no parts
 * when one chain is the better way.
 */
export function planParts(vSwitches: readonly VSwitch[], wanted: PlanWanted): PlannedPart[] {
  const { total, rowsPerCall, moreCalls, lanes } = wanted;
  const used = vSwitches.map((each) => ({ ...each, rows: each.usedAddresses ?? 1 }));
  const usedInAll = used.reduce((sum, { rows }) => sum + rows, 0);
  if (usedInAll === 0) return [];
  const share = total / usedInAll;
  const inUse = used.filter(({ rows }) => rows > 0).map((each) => ({ ...each, rows: each.rows * share }));

  const groups = [...Map.groupBy(inUse, ({ vpcId }) => vpcId)].map(
    ([vpcId, members]): Group => ({
      whole: { part: { vpcId }, rows: members.reduce((sum, { rows }) => sum + rows, 0) },
      members: members.map(({ vSwitchId, rows }) => ({ part: { vSwitchId }, rows })),
      isSplit: false,
    }),
  );
  // The page by number that told the total is a call, too.
  const calls = (parts: readonly PlannedPart[]) =>
    parts.reduce((sum, { rows }) => sum + Math.ceil(rows / rowsPerCall), 1);
  const oneChain = Math.ceil(total / rowsPerCall);
  const most = oneChain + Math.max(MORE_CALLS_AT_LEAST, Math.floor(oneChain * moreCalls));
  const partsNow = () =>
    groups.flatMap(({ whole, members, isSplit }): readonly PlannedPart[] => (isSplit ? members : [whole]));

  groups.sort((a, b) => b.whole.rows - a.whole.rows);
  for (const group of groups) {
    if (group.whole.rows <= total / lanes || group.members.length < 2) continue;
    group.isSplit = true;
    if (calls(partsNow()) > most) group.isSplit = false;
  }
  const parts = partsNow().sort((a, b) => b.rows - a.rows);
  return parts.length > 1 && calls(parts) <= most ? parts : [];
}
