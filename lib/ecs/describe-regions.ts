import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Region } from "#lib/domain/region.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import { wireId, wireList, wireText } from "#lib/ecs/wire.ts";

const answerSchema = z.object({
  Regions: wireList("Region", z.object({ RegionId: wireId, LocalName: wireText, RegionEndpoint: wireText })),
});

export interface DescribeRegionsInput {
  /** `zh-CN` (what ECS takes without it), `en-US`, `ja`, … */
  acceptLanguage?: string | undefined;
}

export function describeRegionsCall({ acceptLanguage }: DescribeRegionsInput): EcsCall {
  const parameters: [string, string][] =
    acceptLanguage === undefined ? [] : [["AcceptLanguage", acceptLanguage]];
  return { action: "DescribeRegions", regionId: null, parameters, isChange: false };
}

export function readRegions(answer: EcsAnswer): Result<{ requestId: string; regions: Region[] }, EcsFailure> {
  const body = readAnswer(answer, answerSchema, "DescribeRegions");
  if (!body.ok) return body;
  const regions = body.value.Regions.map(({ RegionId, LocalName, RegionEndpoint }) => ({
    regionId: RegionId,
    localName: LocalName || RegionId,
    endpoint: RegionEndpoint,
  }));
  return ok({ requestId: answer.requestId, regions });
}
