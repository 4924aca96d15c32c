import "server-only";

import type { SourceView } from "#lib/contract/inventory.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Language } from "#lib/i18n/language.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";
import type { AccountRegions } from "#lib/inventory/inventory.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";

type FailureView = NonNullable<SourceView["problem"]>;

/** A failed read in words, with ECS's code and RequestId where there are any. */
export function failureView(failure: EcsFailure, language: Language): FailureView {
  const text = problemTexts(language);
  const words = text(`ecs.${failure.kind}`);
  if (failure.kind === "not-sent") return { kind: failure.kind, message: words };
  const { code, requestId, message } = failure;
  return {
    kind: failure.kind,
    message: message ? `${words} ${message}` : words,
    ...(code === null ? {} : { code }),
    ...(requestId === null ? {} : { requestId }),
  };
}

/** One line per account and region: how old its data of these rows is, and what went wrong last. */
export function sourceViews(
  sources: readonly ReadableSource[],
  unlisted: readonly AccountRegions[],
  language: Language,
  rows: "instances" | "network-interfaces",
): SourceView[] {
  const known = sources.map((source) => {
    const { account, regionId, failure, partial, walking, refreshEveryMs } = source;
    const readAt = rows === "instances" ? source.instancesObservedAt : source.observedAt;
    return {
      accountId: account.accountId,
      accountName: account.name,
      regionId,
      ok: failure === null,
      observedAt: readAt === null ? null : isoTime(readAt),
      ...(partial ? { partial } : {}),
      ...(walking ? { walking } : {}),
      refreshEveryS: Math.ceil(refreshEveryMs / 1_000),
      ...(failure ? { problem: failureView(failure, language) } : {}),
    };
  });
  const unknown = unlisted.map(({ account, failure }) => ({
    accountId: account.accountId,
    accountName: account.name,
    regionId: "",
    ok: false,
    observedAt: null,
    ...(failure ? { problem: failureView(failure, language) } : {}),
  }));
  return [...known, ...unknown];
}
