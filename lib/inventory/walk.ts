import "server-only";

import { setTimeout as sleep } from "node:timers/promises";
import { Lanes } from "#lib/core/lanes.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import type { DescribeInstancesInput } from "#lib/ecs/describe-instances.ts";
import type { DescribeNetworkInterfacesInput } from "#lib/ecs/describe-network-interfaces.ts";
import { VSWITCHES_PER_PAGE, type VSwitch } from "#lib/ecs/describe-vswitches.ts";
import { type PlannedPart, planParts } from "#lib/inventory/partition.ts";
import type { WalkCalls } from "#lib/inventory/refresh-interval.ts";
import { walkList } from "#lib/inventory/walk-list.ts";

/** DescribeInstances, MaxResults: at most 100. */
const INSTANCES_PER_CALL = 100;
/** DescribeNetworkInterfaces, MaxResults: at most 500. */
const INTERFACES_PER_CALL = 500;
/**
 * A chain for each part may end in a page that is not full; this much more calls than one chain are worth the time. Of
 * instances a page holds a fifth, so that a VPC that is not cut makes a chain five times as long.
 */
const MORE_INTERFACE_CALLS = 0.05;
const MORE_INSTANCE_CALLS = 0.1;
/** Pages of both lists that are read side by side. ECS counts calls a minute, which the call budget keeps to, and not these. */
const LANES = 16;
/**
 * What is known already is read again at a pace that leaves the one thread to those who search meanwhile: fewer pages
 * at a time, and a pause after each page.
 */
const LANES_AGAIN = 4;
const PAUSE_AGAIN_MS = 50;

/** Takes the rows of a walk, page by page as they come. */
export interface WalkReader {
  onInstances(rows: readonly Instance[]): void;
  onNetworkInterfaces(rows: readonly NetworkInterface[]): void;
}

/** The ids of everything that one account has in one region. */
export interface Walk {
  instanceIds: ReadonlySet<string>;
  networkInterfaceIds: ReadonlySet<string>;
  calls: WalkCalls;
}

/**
 * Reads all instances and all ENIs of a region, the two lists side by side. One failed page fails the walk: half a
 * list is not shown as a whole one, and the reader has to know what to do with the pages it got.
 */
export async function walkRegion(
  ecs: EcsClient,
  regionId: string,
  reader: WalkReader,
  pace: "first" | "again" = "first",
): Promise<Result<Walk, EcsFailure>> {
  const isAgain = pace === "again";
  const lanes = new Lanes(isAgain ? LANES_AGAIN : LANES);
  const inLane = <R>(work: () => Promise<R>, pagesLeft: number) => lanes.run(work, pagesLeft);
  const paced = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const page = await answer;
    if (isAgain) await sleep(PAUSE_AGAIN_MS, undefined, { ref: false });
    return page;
  };
  const calls = { DescribeInstances: 0, DescribeNetworkInterfaces: 0 };
  const describeInstances = (input: DescribeInstancesInput) => {
    calls.DescribeInstances++;
    return paced(ecs.describeInstances({ ...input, priority: "walk" }));
  };
  const describeNetworkInterfaces = (input: DescribeNetworkInterfacesInput) => {
    calls.DescribeNetworkInterfaces++;
    return paced(ecs.describeNetworkInterfaces({ ...input, priority: "walk" }));
  };
  let vSwitches: Promise<VSwitch[]> | undefined;
  const planFor =
    (rowsPerCall: number, moreCalls: number) =>
    async (total: number): Promise<PlannedPart[]> => {
      vSwitches ??= readVSwitches(ecs, regionId);
      return planParts(await vSwitches, { total, rowsPerCall, moreCalls, lanes: LANES });
    };
  const [instances, networkInterfaces] = await Promise.all([
    walkList<Instance>({
      rowsPerCall: INSTANCES_PER_CALL,
      idOf: ({ instanceId }) => instanceId,
      page: async (part, nextToken) =>
        instancePage(
          await describeInstances({ regionId, ...part, nextToken, maxResults: INSTANCES_PER_CALL }),
        ),
      counted: async (part, size) =>
        instancePage(await describeInstances({ regionId, ...part, firstPageOf: size })),
      plan: planFor(INSTANCES_PER_CALL, MORE_INSTANCE_CALLS),
      onRows: reader.onInstances,
      inLane,
    }),
    walkList<NetworkInterface>({
      rowsPerCall: INTERFACES_PER_CALL,
      idOf: ({ networkInterfaceId }) => networkInterfaceId,
      page: async (part, nextToken) =>
        interfacePage(
          await describeNetworkInterfaces({
            regionId,
            ...part,
            nextToken,
            maxResults: INTERFACES_PER_CALL,
          }),
        ),
      counted: async (part, size) =>
        interfacePage(await describeNetworkInterfaces({ regionId, ...part, firstPageOf: size })),
      plan: planFor(INTERFACES_PER_CALL, MORE_INTERFACE_CALLS),
      onRows: reader.onNetworkInterfaces,
      inLane,
    }),
  ]);
  if (!instances.ok) return instances;
  if (!networkInterfaces.ok) return networkInterfaces;
  return ok({ instanceIds: instances.value, networkInterfaceIds: networkInterfaces.value, calls });
}

type Answer<M extends "describeInstances" | "describeNetworkInterfaces"> = Awaited<ReturnType<EcsClient[M]>>;

function instancePage(answer: Answer<"describeInstances">) {
  if (!answer.ok) return answer;
  const { instances: rows, nextToken, total } = answer.value;
  return ok({ rows, nextToken, total });
}

function interfacePage(answer: Answer<"describeNetworkInterfaces">) {
  if (!answer.ok) return answer;
  const { networkInterfaces: rows, nextToken, total } = answer.value;
  return ok({ rows, nextToken, total });
}

/** None when they can't be had, for want of the right or otherwise: then the region is read as one chain. */
async function readVSwitches(ecs: EcsClient, regionId: string): Promise<VSwitch[]> {
  const first = await ecs.describeVSwitches({ regionId, pageNumber: 1, priority: "walk" });
  if (!first.ok) return [];
  const pages = Math.ceil(first.value.total / VSWITCHES_PER_PAGE);
  const rest = await Promise.all(
    Array.from({ length: Math.max(0, pages - 1) }, (_, index) =>
      ecs.describeVSwitches({ regionId, pageNumber: index + 2, priority: "walk" }),
    ),
  );
  const answers = [first, ...rest];
  return answers.flatMap((answer) => (answer.ok ? answer.value.vSwitches : []));
}
