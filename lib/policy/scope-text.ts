import { err, ok, type Result } from "#lib/core/result.ts";
import type { Tag } from "#lib/domain/network-interface.ts";
import type { Scope } from "#lib/domain/scope.ts";

/** What is wrong with a text that should name a scope: the piece, and why. */
export interface ScopeTextProblem {
  kind: "unknown-limit" | "no-value" | "no-tag-value" | "open-quote";
  piece: string;
}

const PIECE = /\s*(?:([a-z]+):(?:"([^"]*)"|(\S*))|(\S+))/gy;

/**
 * A scope as people write it, in a form and on a command line: `region:cn-hangzhou vpc:vpc-… account:… tag:team=web`,
 * a value with spaces in quotes (`tag:"team=web shop"`). Pieces of one kind widen each other, kinds narrow each other.
 * Empty is everywhere. Whether the ids are ids is for `scopeSchema` to say.
 */
export function parseScope(text: string): Result<Scope | null, ScopeTextProblem> {
  const found = {
    account: [] as string[],
    region: [] as string[],
    vpc: [] as string[],
    tag: [] as Tag[],
  };
  for (const [piece, limit, quoted, plain, rest] of text.trim().matchAll(PIECE)) {
    const problem = (kind: ScopeTextProblem["kind"]) => err({ kind, piece: piece.trim() });
    const value = quoted ?? plain ?? "";
    if (rest !== undefined || limit === undefined) return problem("unknown-limit");
    if (quoted === undefined && value.includes('"')) return problem("open-quote");
    if (value === "") return problem("no-value");
    if (limit === "tag") {
      const equals = value.indexOf("=");
      if (equals < 1) return problem("no-tag-value");
      found.tag.push({ key: value.slice(0, equals), value: value.slice(equals + 1) });
    } else if (limit === "account" || limit === "region" || limit === "vpc") found[limit].push(value);
    else return problem("unknown-limit");
  }
  const { account, region, vpc, tag } = found;
  if (account.length + region.length + vpc.length + tag.length === 0) return ok(null);
  return ok({
    ...(account.length > 0 && { accountIds: account }),
    ...(region.length > 0 && { regionIds: region }),
    ...(vpc.length > 0 && { vpcIds: vpc }),
    ...(tag.length > 0 && { tags: tag }),
  });
}

/** The text that `parseScope` reads back; empty for everywhere. */
export function scopeText(scope: Scope | null): string {
  if (scope === null) return "";
  const pieces = [
    ...(scope.accountIds ?? []).map((id) => `account:${id}`),
    ...(scope.regionIds ?? []).map((id) => `region:${id}`),
    ...(scope.vpcIds ?? []).map((id) => `vpc:${id}`),
    ...(scope.tags ?? []).map(({ key, value }) => {
      const tag = `${key}=${value}`;
      return /\s/.test(tag) ? `tag:"${tag}"` : `tag:${tag}`;
    }),
  ];
  return pieces.join(" ");
}
