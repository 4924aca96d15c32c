import { describe, expect, it } from "vitest";
import { classifyRefusal, ECS_ERROR_CATALOGUE, findCatalogueEntry } from "#lib/domain/ecs-error-catalogue.ts";

/** The table of the Detach page as it was in 2021: 28 pairs. */
const PAGE_2021 = `
403 InvalidUserType.NotSupported
403 Abs.InvalidAccount.NotFound
400 MissingParameter
403 Forbidden.NotSupportRAM
400 UnsupportedParameter
403 Forbidden.SubUser
400 InvalidParameter
400 InvalidInstanceID.Malformed
400 InvalidOperation.InvalidRegion
400 InvalidOperation.InvalidEcsState
400 InvalidOperation.InvalidEniState
400 InvalidOperation.DetachPrimaryEniNotAllowed
404 InvalidEcsId.NotFound
404 InvalidEniId.NotFound
404 InvalidVSwitchId.NotFound
404 InvalidSecurityGroupId.NotFound
403 MaxEniCountExceeded
403 EniPerInstanceLimitExceeded
403 InvalidOperation.AvailabilityZoneMismatch
403 InvalidOperation.VpcMismatch
403 SecurityGroupInstanceLimitExceed
403 InvalidSecurityGroupId.NotVpc
403 InvalidOperation.InvalidEniType
400 Forbidden.RegionId
400 InvalidParams.EniId
403 InvalidOperation.EniServiceManaged
403 InvalidOperation.EniLinked
403 InvalidInstanceId.NotFound`;

/** What the page and the API metadata of 2024 add: 11 pairs. */
const ADDED_BY_2024 = `
400 InvalidOperation.EniHotPlugNotSupported
400 InvalidParameter.EniNotBelongEcs
403 InvalidParameter.EniNotBelongEcs
403 InvalidOperation.HotPlugNotSupport
403 InvalidOperation.InvalidTrunkEniStatus
403 InvalidOperation.TrunkingIsNotAllowed
403 InvalidOperation.InstanceTypeNotSupportEniTrunking
403 InvalidOperation.EniTypeNotSupportTrunking
403 InvalidOperation.HasMemberEniAttached
403 InvalidParameter.EniNotBelongTrunk
500 InternalError`;

/** The gateway's codes that a correct or a misconfigured client can be answered on this action: 29 pairs. */
const GATEWAY = `
400 IncompleteSignature
400 SignatureDoesNotMatch
400 InvalidSignatureMethod
400 InvalidTimeStamp.Format
400 InvalidTimeStamp.Expired
400 SignatureNonceUsed
404 InvalidAccessKeyId.NotFound
403 InvalidAccessKeyId.Inactive
403 Forbidden.AccessKeyDisabled
403 InvalidSecurityToken.Expired
403 InvalidSecurityToken.Malformed
403 InvalidSecurityToken.MismatchWithAccessKey
400 MissingSecurityToken
403 Forbidden.RAM
403 Forbidden.Unauthorized
403 NoPermission
400 Throttling
400 Throttling.User
400 Throttling.Api
409 OperationConflict
404 InvalidRegionId.NotFound
404 InvalidAction.NotFound
404 InvalidApi.NotFound
404 InvalidProduct.NotFound
400 InvalidVersion
404 InvalidProtocol.NeedSsl
403 UnsupportedHTTPMethod
503 ServiceUnavailable
503 ServiceUnavailable.RegionMaintaining`;

const lines = (text: string) => text.trim().split("\n");
const pairsOf = (...sources: string[]) =>
  ECS_ERROR_CATALOGUE.filter(({ source }) => sources.includes(source))
    .map(({ httpStatus, code }) => `${httpStatus} ${code}`)
    .sort();

describe("the catalogue of ECS errors", () => {
  it.each([
    ["the 28 pairs of the first page", 28, PAGE_2021, ["detach-page-2021"]],
    ["the 11 newer pairs", 11, ADDED_BY_2024, ["detach-page-2024", "api-metadata-2024"]],
    ["the gateway's pairs", 29, GATEWAY, ["gateway"]],
  ])("holds %s and no others of that source", (_name, count, documented, sources) => {
    expect(lines(documented)).toHaveLength(count);
    expect(pairsOf(...sources)).toEqual(lines(documented).sort());
  });

  it("holds no pair twice", () => {
    const pairs = ECS_ERROR_CATALOGUE.map(({ httpStatus, code }) => `${httpStatus} ${code}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("finds a code whatever its status, and the right entry where there are two", () => {
    expect(findCatalogueEntry("InvalidEniId.NotFound", 403)?.httpStatus).toBe(404);
    expect(findCatalogueEntry("InvalidParameter.EniNotBelongEcs", 403)?.source).toBe("api-metadata-2024");
    expect(findCatalogueEntry("InvalidParameter.EniNotBelongEcs", 400)?.source).toBe("detach-page-2024");
    expect(findCatalogueEntry("invalidEniId.notFound")).toBeUndefined();
    expect(findCatalogueEntry("Brand.New")).toBeUndefined();
  });
});

describe("a refused detach", () => {
  it.each([
    "InvalidOperation.InvalidEniState",
    "InvalidParameter.EniNotBelongEcs",
    "InvalidEniId.NotFound",
    "InvalidEcsId.NotFound",
    "InvalidInstanceId.NotFound",
    "InvalidVSwitchId.NotFound",
    "InvalidSecurityGroupId.NotFound",
    "InvalidNetworkInterfaceId.NotFound",
    "InternalError",
  ])("may have happened already with %s", (code) => {
    expect(classifyRefusal(code)).toBe("may-already-have-happened");
  });

  it.each([
    "InvalidOperation.DetachPrimaryEniNotAllowed",
    "InvalidOperation.InvalidEcsState",
    "InvalidAccessKeyId.NotFound",
    "Abs.InvalidAccount.NotFound",
    "InvalidRegionId.NotFound",
    "Forbidden.RAM",
    "Throttling.User",
    "Brand.New",
  ])("did nothing with %s", (code) => {
    expect(classifyRefusal(code)).toBe("nothing-happened");
  });
});
