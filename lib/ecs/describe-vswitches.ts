import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { CallPriority } from "#lib/ecs/call-budget.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { wireCount, wireId, wireList, wireText } from "#lib/ecs/wire.ts";

const answerSchema = z.object({
  TotalCount: wireCount,
  VSwitches: wireList(
    "VSwitch",
    z.object({
      VSwitchId: wireId,
      VpcId: wireText,
      CidrBlock: wireText,
      AvailableIpAddressCount: wireCount,
    }),
  ),
});

/** At most this many rows a page; there is no NextToken. */
export const VSWITCHES_PER_PAGE = 50;

export interface DescribeVSwitchesInput {
  priority?: CallPriority | undefined;
  regionId: string;
  /** From 1. */
  pageNumber: number;
}

export interface VSwitch {
  vSwitchId: string;
  vpcId: string;
  /** IPv4 addresses in use: no fewer than ENIs, each of which has at least one. Null where ECS does not tell. */
  usedAddresses: number | null;
}

export interface DescribeVSwitchesAnswer {
  requestId: string;
  vSwitches: VSwitch[];
  total: number;
}

/** Source: VPC API 2016-04-28, DescribeVSwitches (the copy in ECS is deprecated). */
export function describeVSwitchesCall({ regionId, pageNumber, priority }: DescribeVSwitchesInput): EcsCall {
  return {
    action: "DescribeVSwitches",
    regionId,
    parameters: [
      ["RegionId", regionId],
      ["PageNumber", String(pageNumber)],
      ["PageSize", String(VSWITCHES_PER_PAGE)],
    ],
    isChange: false,
    priority,
    version: "2016-04-28",
  };
}

export function readVSwitches(answer: EcsAnswer): Result<DescribeVSwitchesAnswer, EcsFailure> {
  const body = readAnswer(answer, answerSchema, "DescribeVSwitches");
  if (!body.ok) return body;
  const vSwitches = body.value.VSwitches.map((wire) => ({
    vSwitchId: wire.VSwitchId,
    vpcId: wire.VpcId,
    usedAddresses: usedOf(wire.CidrBlock, wire.AvailableIpAddressCount),
  }));
  return ok({
    requestId: answer.requestId,
    vSwitches,
    total: body.value.TotalCount ?? vSwitches.length,
  });
}

/** The first address of a vSwitch and its last three are kept by the system (VPC documentation, "VSwitch"). */
const SYSTEM_ADDRESSES = 4;

function usedOf(cidrBlock: string, available: number | null): number | null {
  const prefix = /\/(\d{1,2})$/.exec(cidrBlock)?.[1];
  if (prefix === undefined || available === null) return null;
  return Math.max(0, 2 ** (32 - Number(prefix)) - SYSTEM_ADDRESSES - available);
}
