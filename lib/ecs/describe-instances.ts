import "server-only";
import { z } from "zod";
import type { Json } from "#lib/core/json.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { CallPriority } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { pageParameters } from "#lib/ecs/page-parameters.ts";
import { usualInstance } from "#lib/ecs/usual-instance.ts";
import { UsualShape } from "#lib/ecs/usual-shape.ts";
import { wireCount, wireList, wireNextToken } from "#lib/ecs/wire.ts";
import { toInstance, wireInstance } from "#lib/ecs/wire-instance.ts";

const answerSchema = z.object({
  Instances: wireList("Instance", wireInstance),
  NextToken: wireNextToken,
  TotalCount: wireCount,
});

export interface DescribeInstancesInput {
  priority?: CallPriority | undefined;
  regionId: string;
  /** At most 100. */
  instanceIds?: readonly string[] | undefined;
  vpcId?: string | undefined;
  vSwitchId?: string | undefined;
  /** 10 to 100; 100 without it. */
  maxResults?: number | undefined;
  nextToken?: string | undefined;
  /** Pages by number instead, at most 100 a page: only then does ECS tell how many there are. */
  firstPageOf?: number | undefined;
  /** Asks only whether the caller may: without the permission the list is empty, not refused. */
  dryRun?: boolean | undefined;
}

export interface DescribeInstancesAnswer {
  requestId: string;
  instances: Instance[];
  nextToken: string | null;
  /** How many match in all; told with `firstPageOf` only. */
  total: number | null;
}

const MAX_PAGE = 100;

/** Source: ECS API 2014-05-26, DescribeInstances. `InstanceIds` is one parameter holding a JSON array. */
export function describeInstancesCall(input: DescribeInstancesInput): EcsCall {
  const parameters: [string, string][] = [["RegionId", input.regionId], ...pageParameters(input, MAX_PAGE)];
  if (input.instanceIds) parameters.push(["InstanceIds", JSON.stringify(input.instanceIds)]);
  if (input.vpcId) parameters.push(["VpcId", input.vpcId]);
  if (input.vSwitchId) parameters.push(["VSwitchId", input.vSwitchId]);
  if (input.nextToken) parameters.push(["NextToken", input.nextToken]);
  if (input.dryRun) parameters.push(["DryRun", "true"]);
  return {
    action: "DescribeInstances",
    regionId: input.regionId,
    parameters,
    isChange: false,
    priority: input.priority,
  };
}

export function readInstances(
  answer: EcsAnswer,
  accountId: string,
  regionId: string,
): Result<DescribeInstancesAnswer, EcsFailure> {
  const usual = usualAnswer(answer.body);
  const body = usual ? ok(usual) : readAnswer(answer, answerSchema, "DescribeInstances");
  if (!body.ok) return body;
  const instances = body.value.Instances.map((wire) => toInstance(wire, accountId, regionId));
  const { NextToken: nextToken, TotalCount: total } = body.value;
  return ok({ requestId: answer.requestId, instances, nextToken, total });
}

/** Null where anything is not as usual; then the schema decides. */
function usualAnswer(body: Json): z.output<typeof answerSchema> | null {
  const shape = new UsualShape();
  const wire = shape.object(body);
  const answer = {
    Instances: shape.list(wire.Instances, "Instance").map((item) => usualInstance(item, shape)),
    NextToken: shape.text(wire.NextToken) || null,
    TotalCount: shape.count(wire.TotalCount),
  };
  return shape.isUsual ? answer : null;
}

/** ECS reports the success of a dry run as an error, DryRunOperation. */
export function isDryRunSuccess(
  failure: EcsFailure,
): failure is Extract<EcsFailure, { kind: "rejected" }> & { requestId: string } {
  return failure.kind === "rejected" && failure.code === "DryRunOperation" && failure.requestId !== null;
}
