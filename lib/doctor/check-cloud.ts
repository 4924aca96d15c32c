import "server-only";
import { ok, type Result } from "#lib/core/result.ts";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { EcsClient } from "#lib/ecs/client.ts";

const READS = ["ecs:DescribeRegions", "ecs:DescribeInstances", "ecs:DescribeNetworkInterfaces"] as const;
/** Which type it is does not matter to a right, nor whether the region has it. */
const ANY_TYPE = "ecs.g7.large";

export interface CloudCheck {
  findings: Finding[];
  /** Null while the cloud did not tell whose credentials these are. */
  accountId: string | null;
}

/**
 * Whose credentials these are, and what they may read. Every read is really called, DescribeInstances as a dry run
 * because ECS answers an empty list where the right is missing. Nothing is changed; every call is made once a region.
 */
export async function checkCloud(client: EcsClient, wanted: "all" | readonly string[]): Promise<CloudCheck> {
  const identity = await client.getCallerIdentity();
  if (!identity.ok) {
    const why = wordsOf(identity.error);
    const unknown = READS.map((right) => finding("unknown", `right ${right}`, "no answer to ask it of"));
    const isRefused = identity.error.kind === "rejected";
    const first = finding(isRefused ? "wrong" : "unknown", "identity", why);
    return { findings: [first, ...unknown], accountId: null };
  }
  const { accountId, arn } = identity.value;
  const findings = [finding("ok", "identity", `account ${accountId}, ${arn}`)];
  const listed = await client.describeRegions();
  findings.push(verdict("right ecs:DescribeRegions", listed, "called"));
  const regions = listed.ok ? listed.value.regions.map(({ regionId }) => regionId) : [];
  const chosen = wanted === "all" ? regions : wanted.filter((regionId) => regions.includes(regionId));
  const unlisted = wanted === "all" || !listed.ok ? [] : wanted.filter((each) => !regions.includes(each));
  if (unlisted.length > 0) {
    findings.push(finding("wrong", "ENI_DESK_REGIONS", `ECS does not list ${unlisted.join(", ")}`));
  }
  findings.push(
    await overRegions("right ecs:DescribeInstances", "dry run", chosen, (regionId) =>
      client.describeInstances({ regionId, dryRun: true }),
    ),
    await overRegions("right ecs:DescribeNetworkInterfaces", "called", chosen, (regionId) =>
      client.describeNetworkInterfaces({ regionId, maxResults: 10 }),
    ),
    ...(await optionalRights(client, chosen)),
  );
  return { findings, accountId };
}

/** Rights that ENI Desk can do without: it says what is then not shown, or slower. */
async function optionalRights(client: EcsClient, regions: readonly string[]): Promise<Finding[]> {
  const types = await overRegions("right ecs:DescribeInstanceTypes", "called", regions, (regionId) =>
    client.describeInstanceTypes({ regionId, instanceTypes: [ANY_TYPE] }).then(unlessAboutRights),
  );
  const vSwitches = await overRegions("right vpc:DescribeVSwitches", "called", regions, (regionId) =>
    client.describeVSwitches({ regionId, pageNumber: 1 }),
  );
  return [
    orNote(types, "without it free slots are not shown"),
    orNote(vSwitches, "without it regions of many ENIs are read page after page, which is slower"),
  ];
}

/** A region that does not know the type has let the call through all the same. */
function unlessAboutRights<T>(answer: Result<T, EcsFailure>): Result<T | null, EcsFailure> {
  const isAnswered = !answer.ok && answer.error.kind === "rejected" && !NO_RIGHT.test(answer.error.code);
  return isAnswered ? ok(null) : answer;
}

function orNote(found: Finding, without: string): Finding {
  return found.state === "missing" ? finding("note", found.what, `${without}: ${found.detail}`) : found;
}

/** A policy may be narrowed to regions, so each one that is shown is asked. */
async function overRegions(
  what: string,
  how: string,
  regions: readonly string[],
  ask: (regionId: string) => Promise<Result<unknown, EcsFailure>>,
): Promise<Finding> {
  if (regions.length === 0) return finding("unknown", what, "no region is known to ask it in");
  const seen: { regionId: string; said: Finding }[] = [];
  for (const regionId of regions) seen.push({ regionId, said: verdict(what, await ask(regionId), how) });
  const where = (state: Finding["state"]) => seen.filter(({ said }) => said.state === state);
  for (const state of ["missing", "unknown"] as const) {
    const [first, ...more] = where(state);
    if (!first) continue;
    const others = more.length > 0 ? ` and ${more.length} more` : "";
    return finding(state, what, `in ${first.regionId}${others} of ${regions.length}: ${first.said.detail}`);
  }
  return finding("ok", what, `${how} in ${regions.length} ${regions.length === 1 ? "region" : "regions"}`);
}

const NO_RIGHT = /^(Forbidden|NoPermission)/;

function verdict(what: string, answer: Result<unknown, EcsFailure>, how: string): Finding {
  if (answer.ok) return finding("ok", what, how);
  const { error } = answer;
  const isMissing = error.kind === "rejected" && NO_RIGHT.test(error.code);
  return finding(isMissing ? "missing" : "unknown", what, wordsOf(error));
}

/** What a failure of the cloud says, with its code and RequestId where it has them. */
export function wordsOf(failure: EcsFailure): string {
  if (failure.kind === "not-sent") return `could not check: ${failure.cause}`;
  if (failure.kind === "outcome-unknown") return `could not check: ${failure.cause}`;
  return `${failure.code}: ${failure.message}${failure.requestId ? ` (RequestId ${failure.requestId})` : ""}`;
}
