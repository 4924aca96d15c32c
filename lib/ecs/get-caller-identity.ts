import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";

/** Whom the cloud sees when ENI Desk calls. `arn` names the user or the assumed role. */
export interface CallerIdentity {
  requestId: string;
  accountId: string;
  arn: string;
}

/** STS 2015-04-01, GetCallerIdentity: no parameters, no region, no permission needed. */
export function getCallerIdentityCall(): EcsCall {
  return {
    action: "GetCallerIdentity",
    regionId: null,
    parameters: [],
    isChange: false,
    version: "2015-04-01",
  };
}

const wireSchema = z.looseObject({ AccountId: z.string().min(1), Arn: z.string().default("") });

export function readCallerIdentity(answer: EcsAnswer): Result<CallerIdentity, EcsFailure> {
  const read = readAnswer(answer, wireSchema, "GetCallerIdentity");
  if (!read.ok) return read;
  return ok({ requestId: answer.requestId, accountId: read.value.AccountId, arn: read.value.Arn });
}
