import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { EcsClient } from "#lib/ecs/client.ts";

/** Both list actions take this many ids at most. */
const IDS_PER_CALL = 100;
/** When more than this moves, the rest is seen by the next round or walk. */
const MOST_CALLS = 5;

export interface MovingReads {
  instanceIds: readonly string[];
  networkInterfaceIds: readonly string[];
  onInstances(asked: readonly string[], seen: readonly Instance[], observedAt: number): void;
  onNetworkInterfaces(asked: readonly string[], seen: readonly NetworkInterface[], observedAt: number): void;
}

/** Reads the named rows again, 100 a call. A call that fails changes nothing; the next round asks again. Never rejects. */
export async function readMoving(
  ecs: EcsClient,
  regionId: string,
  clock: Clock,
  wanted: MovingReads,
): Promise<void> {
  const observedAt = clock.now();
  const instances = chunks(wanted.instanceIds).map(async (instanceIds) => {
    const answer = await ecs.describeInstances({ regionId, instanceIds, priority: "walk" });
    // Without the right to it ECS answers an empty list: that nothing came is no proof that nothing is there.
    if (answer.ok && answer.value.instances.length > 0)
      wanted.onInstances(instanceIds, answer.value.instances, observedAt);
  });
  const enis = chunks(wanted.networkInterfaceIds).map(async (networkInterfaceIds) => {
    const answer = await ecs.describeNetworkInterfaces({
      regionId,
      networkInterfaceIds,
      maxResults: IDS_PER_CALL,
      priority: "walk",
    });
    if (answer.ok)
      wanted.onNetworkInterfaces(networkInterfaceIds, answer.value.networkInterfaces, observedAt);
  });
  await Promise.all([...instances, ...enis]);
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.min(MOST_CALLS, Math.ceil(ids.length / IDS_PER_CALL));
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * IDS_PER_CALL, (index + 1) * IDS_PER_CALL),
  );
}
