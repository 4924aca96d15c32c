import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { CallPriority } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { pageParameters } from "#lib/ecs/page-parameters.ts";
import { sharedList, sharedTags, sharedText, unlessEmpty } from "#lib/ecs/shared-values.ts";
import {
  textOrNull,
  wireCount,
  wireFlag,
  wireId,
  wireList,
  wireNextToken,
  wireTags,
  wireText,
} from "#lib/ecs/wire.ts";

const ipAddresses = wireList("IpAddress", wireText);

const instanceSchema = z.object({
  InstanceId: wireId,
  InstanceName: wireText,
  HostName: wireText,
  Status: wireText,
  InstanceType: wireText,
  Cpu: wireCount,
  Memory: wireCount,
  RegionId: wireText,
  ZoneId: wireText,
  OSName: wireText,
  CreationTime: wireText,
  DeletionProtection: wireFlag,
  VpcAttributes: z.object({ VpcId: wireText, VSwitchId: wireText, PrivateIpAddress: ipAddresses }).nullish(),
  InnerIpAddress: ipAddresses,
  PublicIpAddress: ipAddresses,
  EipAddress: z.object({ IpAddress: wireText }).nullish(),
  SecurityGroupIds: wireList("SecurityGroupId", wireText),
  OperationLocks: wireList("LockReason", z.object({ LockReason: wireText })),
  Tags: wireTags,
});

const answerSchema = z.object({
  Instances: wireList("Instance", instanceSchema),
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
  const body = readAnswer(answer, answerSchema, "DescribeInstances");
  if (!body.ok) return body;
  const instances = body.value.Instances.map((wire) => toInstance(wire, accountId, regionId));
  const { NextToken: nextToken, TotalCount: total } = body.value;
  return ok({ requestId: answer.requestId, instances, nextToken, total });
}

/** ECS reports the success of a dry run as an error, DryRunOperation. */
export function isDryRunSuccess(
  failure: EcsFailure,
): failure is Extract<EcsFailure, { kind: "rejected" }> & { requestId: string } {
  return failure.kind === "rejected" && failure.code === "DryRunOperation" && failure.requestId !== null;
}

function toInstance(wire: z.output<typeof instanceSchema>, accountId: string, regionId: string): Instance {
  return {
    accountId,
    regionId: sharedText(wire.RegionId || regionId),
    zoneId: sharedText(wire.ZoneId),
    instanceId: sharedText(wire.InstanceId),
    name: wire.InstanceName,
    hostName: wire.HostName,
    status: sharedText(wire.Status),
    instanceType: sharedText(wire.InstanceType),
    cpu: wire.Cpu ?? 0,
    memoryMb: wire.Memory ?? 0,
    osName: sharedText(wire.OSName),
    vpcId: textOrNull(sharedText(wire.VpcAttributes?.VpcId ?? "")),
    vSwitchId: textOrNull(sharedText(wire.VpcAttributes?.VSwitchId ?? "")),
    // Instances of the classic network have an inner address instead of one in a VPC.
    primaryPrivateIp: textOrNull(wire.VpcAttributes?.PrivateIpAddress[0] ?? wire.InnerIpAddress[0]),
    publicIps: unlessEmpty(wire.PublicIpAddress),
    eipAddress: textOrNull(wire.EipAddress?.IpAddress),
    securityGroupIds: sharedList(wire.SecurityGroupIds),
    operationLocks: sharedList(wire.OperationLocks.map(({ LockReason }) => LockReason)),
    deletionProtection: wire.DeletionProtection,
    tags: sharedTags(wire.Tags),
    createdAt: sharedText(wire.CreationTime),
  };
}
