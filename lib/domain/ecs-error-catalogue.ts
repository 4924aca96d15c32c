/** Who has to do something before the call can succeed. `you`: whoever asks for the detach. `owner`: of the resource. */
export type ActingParty = "you" | "ram-administrator" | "owner" | "eni-desk-administrator" | "alibaba-cloud";

/**
 * Whether the same call is worth sending again: `after-state-change` - when the instance or the ENI has reached
 * another state by itself; `after-change` - when someone has changed something; `later` - simply after a while.
 */
type RetryAdvice = "never" | "after-state-change" | "after-change" | "later";

/** Where ECS says so: the table of the Detach page in 2021 or 2024, the API metadata of 2024, the gateway's own list. */
type CatalogueSource = "detach-page-2021" | "detach-page-2024" | "api-metadata-2024" | "gateway";

interface CatalogueEntry {
  code: string;
  httpStatus: number;
  whoActs: ActingParty;
  retry: RetryAdvice;
  /** The ENI may be off the instance all the same: read it before telling anyone that nothing happened. */
  mayAlreadyHaveHappened: boolean;
  source: CatalogueSource;
}

function entry<const Code extends string>(
  httpStatus: number,
  code: Code,
  whoActs: ActingParty,
  retry: RetryAdvice,
  source: CatalogueSource,
  mayAlreadyHaveHappened = false,
) {
  return { code, httpStatus, whoActs, retry, mayAlreadyHaveHappened, source } as const;
}

const MAY_HAVE_HAPPENED = true;

/**
 * Every code DetachNetworkInterface is documented to answer, 39 pairs of status and code, and those of the gateway
 * that it can meet. The table is shared by several operations, so some can hardly occur here; they are documented,
 * hence listed. Texts: lib/i18n/…/ecs-errors.ts.
 */
export const ECS_ERROR_CATALOGUE = [
  entry(400, "MissingParameter", "eni-desk-administrator", "never", "detach-page-2021"),
  entry(400, "UnsupportedParameter", "eni-desk-administrator", "never", "detach-page-2021"),
  entry(400, "InvalidParameter", "eni-desk-administrator", "never", "detach-page-2021"),
  entry(400, "InvalidInstanceID.Malformed", "you", "never", "detach-page-2021"),
  entry(400, "InvalidParams.EniId", "you", "never", "detach-page-2021"),
  entry(400, "InvalidOperation.InvalidRegion", "you", "never", "detach-page-2021"),
  entry(400, "Forbidden.RegionId", "owner", "after-change", "detach-page-2021"),
  entry(400, "InvalidOperation.InvalidEcsState", "you", "after-state-change", "detach-page-2021"),
  entry(
    400,
    "InvalidOperation.InvalidEniState",
    "you",
    "after-state-change",
    "detach-page-2021",
    MAY_HAVE_HAPPENED,
  ),
  entry(400, "InvalidOperation.DetachPrimaryEniNotAllowed", "you", "never", "detach-page-2021"),
  entry(400, "InvalidOperation.EniHotPlugNotSupported", "owner", "after-state-change", "detach-page-2024"),
  entry(
    400,
    "InvalidParameter.EniNotBelongEcs",
    "you",
    "after-change",
    "detach-page-2024",
    MAY_HAVE_HAPPENED,
  ),
  entry(
    403,
    "InvalidParameter.EniNotBelongEcs",
    "you",
    "after-change",
    "api-metadata-2024",
    MAY_HAVE_HAPPENED,
  ),
  entry(
    403,
    "InvalidParameter.EniNotBelongTrunk",
    "you",
    "after-change",
    "detach-page-2024",
    MAY_HAVE_HAPPENED,
  ),
  entry(403, "InvalidUserType.NotSupported", "owner", "after-change", "detach-page-2021"),
  entry(403, "Abs.InvalidAccount.NotFound", "eni-desk-administrator", "after-change", "detach-page-2021"),
  entry(403, "Forbidden.NotSupportRAM", "owner", "after-change", "detach-page-2021"),
  entry(403, "Forbidden.SubUser", "ram-administrator", "after-change", "detach-page-2021"),
  entry(403, "InvalidOperation.InvalidEniType", "you", "never", "detach-page-2021"),
  entry(403, "InvalidOperation.EniServiceManaged", "owner", "never", "detach-page-2021"),
  entry(403, "InvalidOperation.EniLinked", "owner", "after-change", "detach-page-2021"),
  entry(403, "InvalidOperation.HotPlugNotSupport", "owner", "after-state-change", "detach-page-2024"),
  entry(403, "InvalidOperation.HasMemberEniAttached", "owner", "after-change", "detach-page-2024"),
  entry(403, "InvalidOperation.InvalidTrunkEniStatus", "you", "after-state-change", "detach-page-2024"),
  entry(403, "InvalidOperation.TrunkingIsNotAllowed", "you", "never", "detach-page-2024"),
  entry(403, "InvalidOperation.InstanceTypeNotSupportEniTrunking", "owner", "never", "detach-page-2024"),
  entry(403, "InvalidOperation.EniTypeNotSupportTrunking", "you", "never", "detach-page-2024"),
  entry(403, "InvalidOperation.AvailabilityZoneMismatch", "you", "never", "detach-page-2021"),
  entry(403, "InvalidOperation.VpcMismatch", "you", "never", "detach-page-2021"),
  entry(403, "MaxEniCountExceeded", "owner", "after-change", "detach-page-2021"),
  entry(403, "EniPerInstanceLimitExceeded", "owner", "after-change", "detach-page-2021"),
  entry(403, "SecurityGroupInstanceLimitExceed", "owner", "after-change", "detach-page-2021"),
  entry(403, "InvalidSecurityGroupId.NotVpc", "owner", "after-change", "detach-page-2021"),
  entry(403, "InvalidInstanceId.NotFound", "you", "after-change", "detach-page-2021", MAY_HAVE_HAPPENED),
  entry(404, "InvalidEcsId.NotFound", "you", "after-change", "detach-page-2021", MAY_HAVE_HAPPENED),
  entry(404, "InvalidEniId.NotFound", "you", "after-change", "detach-page-2021", MAY_HAVE_HAPPENED),
  entry(404, "InvalidVSwitchId.NotFound", "you", "after-change", "detach-page-2021", MAY_HAVE_HAPPENED),
  entry(404, "InvalidSecurityGroupId.NotFound", "you", "after-change", "detach-page-2021", MAY_HAVE_HAPPENED),
  entry(500, "InternalError", "alibaba-cloud", "later", "detach-page-2024", MAY_HAVE_HAPPENED),

  entry(400, "IncompleteSignature", "eni-desk-administrator", "after-change", "gateway"),
  entry(400, "SignatureDoesNotMatch", "eni-desk-administrator", "after-change", "gateway"),
  entry(400, "InvalidSignatureMethod", "eni-desk-administrator", "never", "gateway"),
  entry(400, "InvalidTimeStamp.Format", "eni-desk-administrator", "never", "gateway"),
  entry(400, "InvalidTimeStamp.Expired", "eni-desk-administrator", "after-change", "gateway"),
  entry(400, "SignatureNonceUsed", "you", "later", "gateway", MAY_HAVE_HAPPENED),
  entry(404, "InvalidAccessKeyId.NotFound", "eni-desk-administrator", "after-change", "gateway"),
  entry(403, "InvalidAccessKeyId.Inactive", "ram-administrator", "after-change", "gateway"),
  entry(403, "Forbidden.AccessKeyDisabled", "ram-administrator", "after-change", "gateway"),
  entry(403, "InvalidSecurityToken.Expired", "eni-desk-administrator", "later", "gateway"),
  entry(403, "InvalidSecurityToken.Malformed", "eni-desk-administrator", "after-change", "gateway"),
  entry(
    403,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "eni-desk-administrator",
    "after-change",
    "gateway",
  ),
  entry(400, "MissingSecurityToken", "eni-desk-administrator", "after-change", "gateway"),
  entry(403, "Forbidden.RAM", "ram-administrator", "after-change", "gateway"),
  entry(403, "Forbidden.Unauthorized", "ram-administrator", "after-change", "gateway"),
  entry(403, "NoPermission", "ram-administrator", "after-change", "gateway"),
  entry(400, "Throttling", "you", "later", "gateway"),
  entry(400, "Throttling.User", "you", "later", "gateway"),
  entry(400, "Throttling.Api", "you", "later", "gateway"),
  entry(409, "OperationConflict", "you", "later", "gateway"),
  entry(404, "InvalidRegionId.NotFound", "you", "never", "gateway"),
  entry(404, "InvalidAction.NotFound", "eni-desk-administrator", "never", "gateway"),
  entry(404, "InvalidApi.NotFound", "eni-desk-administrator", "never", "gateway"),
  entry(404, "InvalidProduct.NotFound", "eni-desk-administrator", "never", "gateway"),
  entry(400, "InvalidVersion", "eni-desk-administrator", "never", "gateway"),
  entry(404, "InvalidProtocol.NeedSsl", "eni-desk-administrator", "after-change", "gateway"),
  entry(403, "UnsupportedHTTPMethod", "eni-desk-administrator", "never", "gateway"),
  entry(503, "ServiceUnavailable", "alibaba-cloud", "later", "gateway", MAY_HAVE_HAPPENED),
  entry(503, "ServiceUnavailable.RegionMaintaining", "alibaba-cloud", "later", "gateway", MAY_HAVE_HAPPENED),
] as const satisfies readonly CatalogueEntry[];

export type EcsErrorEntry = (typeof ECS_ERROR_CATALOGUE)[number];
export type EcsErrorCode = EcsErrorEntry["code"];

/**
 * The entry of a code; undefined for one that is not listed. The code decides: ECS answers some with other statuses
 * than the pages say, so `httpStatus` only chooses among several entries of one code.
 */
export function findCatalogueEntry(code: string, httpStatus?: number): EcsErrorEntry | undefined {
  const entries = ECS_ERROR_CATALOGUE.filter((candidate) => candidate.code === code);
  return entries.find((candidate) => candidate.httpStatus === httpStatus) ?? entries[0];
}

/** Spellings of "it is gone" that some page, version or client has seen and the table above does not list. */
const GONE = /^Invalid(Eni|Ecs|Instance|NetworkInterface)\w*\.NotFound$/i;

/**
 * What a refusal of a detach says about the ENI. `may-already-have-happened`: an earlier or someone else's detach can
 * be the very reason for it (the ENI has left InUse, or is gone), so look before calling it refused.
 */
export function classifyRefusal(code: string): "may-already-have-happened" | "nothing-happened" {
  const isPossible = findCatalogueEntry(code)?.mayAlreadyHaveHappened ?? GONE.test(code);
  return isPossible ? "may-already-have-happened" : "nothing-happened";
}
