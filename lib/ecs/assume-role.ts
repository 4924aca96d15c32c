import "server-only";
import { z } from "zod";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { type EcsCall, readAnswer } from "#lib/ecs/call.ts";
import type { EcsAnswer } from "#lib/ecs/classify-answer.ts";
import type { EcsCredentials } from "#lib/ecs/credentials.ts";

export interface AssumeRoleInput {
  roleArn: string;
  /** `[A-Za-z0-9.@_-]{2,64}`; the cloud's own logs show it. */
  sessionName: string;
  /** Seconds, from 900 to what the role allows. */
  durationS: number;
  externalId?: string | undefined;
  /** A RAM policy that the session may not go beyond; at most 2048 characters. */
  policy?: string | undefined;
}

/** A session of a role, and when it ends by the cloud's clock (milliseconds since 1970). */
export interface RoleSession {
  credentials: EcsCredentials;
  expiresAtMs: number;
}

/** STS 2015-04-01, AssumeRole. Changes nothing, so it is sent like a read. */
export function assumeRoleCall(input: AssumeRoleInput): EcsCall {
  const { roleArn, sessionName, durationS, externalId, policy } = input;
  return {
    action: "AssumeRole",
    regionId: null,
    parameters: [
      ["RoleArn", roleArn],
      ["RoleSessionName", sessionName],
      ["DurationSeconds", String(durationS)],
      ...(externalId === undefined ? [] : [["ExternalId", externalId] as const]),
      ...(policy === undefined ? [] : [["Policy", policy] as const]),
    ],
    isChange: false,
    version: "2015-04-01",
  };
}

const wireSchema = z.looseObject({
  Credentials: z.looseObject({
    AccessKeyId: z.string().min(1),
    AccessKeySecret: z.string().min(1),
    SecurityToken: z.string().min(1),
    Expiration: z.iso.datetime(),
  }),
});

export function readRoleSession(answer: EcsAnswer): Result<RoleSession, EcsFailure> {
  const read = readAnswer(answer, wireSchema, "AssumeRole");
  if (!read.ok) return read;
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = read.value.Credentials;
  return ok({
    credentials: {
      accessKeyId: AccessKeyId,
      accessKeySecret: AccessKeySecret,
      securityToken: SecurityToken,
    },
    expiresAtMs: Date.parse(Expiration),
  });
}
