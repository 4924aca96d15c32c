import "server-only";

import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { EcsClient } from "#lib/ecs/client.ts";

/**
 * Whether the list of instances may be read. ECS answers an empty list, not a refusal, where the right is missing;
 * only a dry run tells. Source: ECS API 2014-05-26, DescribeInstances, DryRun.
 */
export async function mayListInstances(ecs: EcsClient, regionId: string): Promise<Result<true, EcsFailure>> {
  const answer = await ecs.describeInstances({ regionId, dryRun: true, priority: "walk" });
  return answer.ok ? ok(true) : answer;
}
