import "server-only";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";

const HIDDEN = "[hidden]";

/** Long-lived and temporary AccessKey ids, and what a signed URL or header carries. */
const SECRET_SHAPES = [
  /LTAI[A-Za-z0-9]{12,}/g,
  /STS\.[A-Za-z0-9]{8,}/g,
  /(?<=(?:Signature|SecurityToken|x-acs-security-token|AccessKeySecret)["']?\s*(?:=|:|%3D)\s*["']?)[^\s"'&,;\])}<>]+/gi,
];

/** Shorter values would hide innocent words. */
const SHORTEST_SECRET = 6;

/** Removes the given secrets, however often they were percent-encoded, and whatever looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    const once = encodeURIComponent(secret);
    for (const form of new Set([secret, once, encodeURIComponent(once)])) {
      clean = clean.replaceAll(form, HIDDEN);
    }
  }
  for (const shape of SECRET_SHAPES) clean = clean.replace(shape, HIDDEN);
  return clean;
}

/**
 * Cleans a failure when it is made, so that it can be stored, shown and logged anywhere. The gateway may quote the
 * request it could not verify, security token included; all other words of ECS stay as they are.
 */
export function redactFailure(failure: EcsFailure, secrets: readonly string[]): EcsFailure {
  const clean = (text: string) => redact(text, secrets);
  const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));
  switch (failure.kind) {
    case "not-sent":
      return { ...failure, cause: clean(failure.cause) };
    case "outcome-unknown":
      return {
        ...failure,
        cause: clean(failure.cause),
        code: cleanOrNull(failure.code),
        message: cleanOrNull(failure.message),
        requestId: cleanOrNull(failure.requestId),
      };
    case "rejected":
      return {
        ...failure,
        code: clean(failure.code),
        message: clean(failure.message),
        requestId: cleanOrNull(failure.requestId),
        recommend: cleanOrNull(failure.recommend),
      };
    case "throttled":
      return {
        ...failure,
        code: clean(failure.code),
        message: clean(failure.message),
        requestId: cleanOrNull(failure.requestId),
      };
  }
}
