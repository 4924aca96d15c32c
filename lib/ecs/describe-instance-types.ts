import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { InstanceType } from "#lib/domain/instance-type.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { CallPriority } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { wireCount, wireId, wireList } from "#lib/ecs/wire.ts";

const answerSchema = z.object({
  InstanceTypes: wireList("InstanceType", z.object({ InstanceTypeId: wireId, EniQuantity: wireCount })),
});

/** InstanceTypes.N: at most this many. */
export const TYPES_PER_CALL = 10;

export interface DescribeInstanceTypesInput {
  regionId: string;
  /** 1 to TYPES_PER_CALL of them. */
  instanceTypes: readonly string[];
  priority?: CallPriority | undefined;
}

/** Source: ECS API 2014-05-26, DescribeInstanceTypes. Knows no region: it is only where the call goes. */
export function describeInstanceTypesCall({
  regionId,
  instanceTypes,
  priority,
}: DescribeInstanceTypesInput): EcsCall {
  return {
    action: "DescribeInstanceTypes",
    regionId,
    parameters: instanceTypes
      .slice(0, TYPES_PER_CALL)
      .map((id, index) => [`InstanceTypes.${index + 1}`, id] as const),
    isChange: false,
    priority,
  };
}

/** A type that ECS does not know, or of which it does not tell, is not in the answer. */
export function readInstanceTypes(answer: EcsAnswer): Result<InstanceType[], EcsFailure> {
  const body = readAnswer(answer, answerSchema, "DescribeInstanceTypes");
  if (!body.ok) return body;
  return ok(
    body.value.InstanceTypes.flatMap(({ InstanceTypeId, EniQuantity }) =>
      EniQuantity === null ? [] : [{ instanceTypeId: InstanceTypeId, eniQuantity: EniQuantity }],
    ),
  );
}
