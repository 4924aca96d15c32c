import "server-only";
import { z } from "zod";
import type { Json } from "#lib/core/json.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { CallPriority } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { pageParameters } from "#lib/ecs/page-parameters.ts";
import { usualNetworkInterface } from "#lib/ecs/usual-network-interface.ts";
import { UsualShape } from "#lib/ecs/usual-shape.ts";
import { wireCount, wireList, wireNextToken } from "#lib/ecs/wire.ts";
import { toNetworkInterface, wireNetworkInterface } from "#lib/ecs/wire-network-interface.ts";

const answerSchema = z.object({
  NetworkInterfaceSets: wireList("NetworkInterfaceSet", wireNetworkInterface),
  NextToken: wireNextToken,
  TotalCount: wireCount,
});

/** The same sets untouched, for whoever wants to see what ECS said. */
const rawSchema = z.object({
  NetworkInterfaceSets: wireList(
    "NetworkInterfaceSet",
    z.custom<Json>(() => true),
  ),
});

export interface DescribeNetworkInterfacesInput {
  priority?: CallPriority | undefined;
  regionId: string;
  /** 1 to 100. An ENI that does not exist is simply missing from the answer. */
  networkInterfaceIds?: readonly string[] | undefined;
  instanceId?: string | undefined;
  vpcId?: string | undefined;
  vSwitchId?: string | undefined;
  status?: string | undefined;
  /** 10 to 500; 500 without it. */
  maxResults?: number | undefined;
  nextToken?: string | undefined;
  /**
   * Pages by number instead, which ECS calls deprecated, because only then does it tell how many there are.
   * PageSize is 100 at most in the documentation of 2021 and 1000 in that of 2024.
   */
  firstPageOf?: number | undefined;
}

export interface DescribeNetworkInterfacesAnswer {
  requestId: string;
  networkInterfaces: NetworkInterface[];
  /** As answered, in the same order; empty for a walk, of which nobody looks at one ENI. */
  raw: Json[];
  nextToken: string | null;
  /** How many match in all; told with `firstPageOf` only. */
  total: number | null;
}

const MAX_PAGE = 500;

/** Source: ECS API 2014-05-26, DescribeNetworkInterfaces. Ids are a repeat list, `NetworkInterfaceId.1=…`. */
export function describeNetworkInterfacesCall(input: DescribeNetworkInterfacesInput): EcsCall {
  const parameters: [string, string][] = [["RegionId", input.regionId], ...pageParameters(input, MAX_PAGE)];
  for (const [index, id] of (input.networkInterfaceIds ?? []).entries()) {
    parameters.push([`NetworkInterfaceId.${index + 1}`, id]);
  }
  if (input.instanceId) parameters.push(["InstanceId", input.instanceId]);
  if (input.vpcId) parameters.push(["VpcId", input.vpcId]);
  if (input.vSwitchId) parameters.push(["VSwitchId", input.vSwitchId]);
  if (input.status) parameters.push(["Status", input.status]);
  if (input.nextToken) parameters.push(["NextToken", input.nextToken]);
  return {
    action: "DescribeNetworkInterfaces",
    regionId: input.regionId,
    parameters,
    isChange: false,
    priority: input.priority,
  };
}

export function readNetworkInterfaces(
  answer: EcsAnswer,
  accountId: string,
  { regionId, priority }: DescribeNetworkInterfacesInput,
): Result<DescribeNetworkInterfacesAnswer, EcsFailure> {
  const usual = usualAnswer(answer.body);
  const body = usual ? ok(usual) : readAnswer(answer, answerSchema, "DescribeNetworkInterfaces");
  if (!body.ok) return body;
  const raw = priority === "walk" ? null : readAnswer(answer, rawSchema, "DescribeNetworkInterfaces");
  if (raw && !raw.ok) return raw;
  return ok({
    requestId: answer.requestId,
    networkInterfaces: body.value.NetworkInterfaceSets.map((wire) =>
      toNetworkInterface(wire, accountId, regionId),
    ),
    raw: raw?.value.NetworkInterfaceSets ?? [],
    nextToken: body.value.NextToken,
    total: body.value.TotalCount,
  });
}

/** Null where anything is not as usual; then the schema decides. */
function usualAnswer(body: Json): z.output<typeof answerSchema> | null {
  const shape = new UsualShape();
  const wire = shape.object(body);
  const sets = shape.list(wire.NetworkInterfaceSets, "NetworkInterfaceSet");
  const answer = {
    NetworkInterfaceSets: sets.map((item) => usualNetworkInterface(item, shape)),
    NextToken: shape.text(wire.NextToken) || null,
    TotalCount: shape.count(wire.TotalCount),
  };
  return shape.isUsual ? answer : null;
}
