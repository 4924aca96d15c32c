/**
 * Every code the emulator can answer: its HTTP status and our wording.
 *
 * Statuses: the error table of each operation's page and the gateway's own
 * list. ECS fills most messages at run time, so the texts are ours.
 */
export const errorCatalogue = {
  // The gateway.
  MissingParameter: [400, "A parameter that is mandatory for this action is missing."],
  IncompleteSignature: [400, "The request signature does not conform to Aliyun standards."],
  SignatureDoesNotMatch: [400, "Specified signature is not matched with our calculation."],
  "InvalidTimeStamp.Format": [400, "The time stamp is not of the form yyyy-MM-ddTHH:mm:ssZ."],
  "InvalidTimeStamp.Expired": [400, "The time stamp is more than 15 minutes away from the server's time."],
  SignatureNonceUsed: [400, "The signature nonce was used already."],
  InvalidSignatureMethod: [400, "The signature method is not supported."],
  InvalidVersion: [400, "The version is not supported."],
  InvalidParameter: [400, "A parameter has a value that is not valid."],
  "InvalidAccessKeyId.NotFound": [404, "The AccessKey id is not known."],
  "InvalidAccessKeyId.Inactive": [403, "The AccessKey is disabled."],
  "Forbidden.AccessKeyDisabled": [403, "The AccessKey is disabled."],
  "InvalidSecurityToken.Expired": [403, "The security token has expired."],
  "InvalidSecurityToken.Malformed": [403, "The security token is malformed."],
  "InvalidSecurityToken.MismatchWithAccessKey": [403, "The security token does not belong to the AccessKey."],
  MissingSecurityToken: [400, "A temporary AccessKey needs its security token."],
  "InvalidAction.NotFound": [404, "The action is not known."],
  "InvalidApi.NotFound": [404, "The API is not known."],
  "InvalidProduct.NotFound": [404, "The product is not known."],
  "InvalidProtocol.NeedSsl": [404, "This API is offered over HTTPS only."],
  UnsupportedHTTPMethod: [403, "Only GET and POST are supported."],
  Throttling: [400, "Request was denied due to request throttling."],
  "Throttling.User": [400, "Request was denied due to user flow control."],
  "Throttling.Api": [400, "Request was denied due to API flow control."],
  "Forbidden.RAM": [403, "The RAM policies of the caller do not allow this operation."],
  "Forbidden.Unauthorized": [403, "The caller is not authorised."],
  NoPermission: [403, "The caller has no permission for this operation."],
  OperationConflict: [409, "Another operation on the same resource is under way."],
  IdempotentParameterMismatch: [400, "The ClientToken was used with other parameters."],
  LastTokenProcessing: [403, "The request with the same ClientToken is still being processed."],
  "InvalidRegionId.NotFound": [404, "The region does not exist."],
  InternalError: [500, "The server failed to answer because of an unknown error."],
  ServiceUnavailable: [503, "The service is temporarily unavailable."],
  "ServiceUnavailable.RegionMaintaining": [503, "The region is in maintenance."],
  // Ours alone: no cloud answers it.
  "Emulator.RealAccessKeyRefused": [
    403,
    "This is an emulator, and this AccessKey looks like one of a real account. Do not send it here; use the demo key.",
  ],

  // DetachNetworkInterface, its page as of 2024-12 (39 pairs of status and code).
  "Forbidden.RegionId": [400, "The service is not offered to this account in this region."],
  "InvalidInstanceID.Malformed": [400, "The InstanceId is malformed."],
  "InvalidOperation.DetachPrimaryEniNotAllowed": [400, "The primary network interface cannot be detached."],
  "InvalidOperation.EniHotPlugNotSupported": [
    400,
    "This network interface cannot be detached while the instance runs.",
  ],
  "InvalidOperation.InvalidEcsState": [400, "The instance is in a state that does not allow this operation."],
  "InvalidOperation.InvalidEniState": [
    400,
    "The network interface is in a state that does not allow this operation.",
  ],
  "InvalidOperation.InvalidRegion": [400, "The resources are not in the specified region."],
  "InvalidParameter.EniNotBelongEcs": [
    400,
    "The network interface is not attached to the specified instance.",
  ],
  "InvalidParams.EniId": [400, "The NetworkInterfaceId is malformed."],
  UnsupportedParameter: [400, "A parameter is not supported for this resource."],
  "Abs.InvalidAccount.NotFound": [403, "The account does not exist or its AccessKey has expired."],
  EniPerInstanceLimitExceeded: [403, "The instance type allows no further network interfaces."],
  "Forbidden.NotSupportRAM": [403, "RAM users may not perform this operation."],
  "Forbidden.SubUser": [403, "The RAM user is not authorised for this resource."],
  "InvalidInstanceId.NotFound": [403, "The instance does not exist for this account."],
  "InvalidOperation.AvailabilityZoneMismatch": [
    403,
    "The network interface and the instance are in different zones.",
  ],
  "InvalidOperation.EniLinked": [403, "The network interface is linked to another resource."],
  "InvalidOperation.EniServiceManaged": [403, "The network interface is managed by a cloud service."],
  "InvalidOperation.EniTypeNotSupportTrunking": [
    403,
    "The given trunk network interface is not of type Trunk.",
  ],
  "InvalidOperation.HasMemberEniAttached": [
    403,
    "Member network interfaces are still attached to this trunk.",
  ],
  "InvalidOperation.HotPlugNotSupport": [
    403,
    "The instance type allows this only while the instance is stopped.",
  ],
  "InvalidOperation.InstanceTypeNotSupportEniTrunking": [403, "The instance type does not support trunking."],
  "InvalidOperation.InvalidEniType": [
    403,
    "The type of the network interface does not allow this operation.",
  ],
  "InvalidOperation.InvalidTrunkEniStatus": [
    403,
    "The trunk network interface is in a state that does not allow this operation.",
  ],
  "InvalidOperation.TrunkingIsNotAllowed": [403, "Only member network interfaces go through a trunk."],
  "InvalidOperation.VpcMismatch": [403, "The network interface and the instance are in different VPCs."],
  "InvalidParameter.EniNotBelongTrunk": [403, "The network interface is not a member of the given trunk."],
  "InvalidSecurityGroupId.NotVpc": [403, "A security group of the network interface is not of the VPC type."],
  "InvalidUserType.NotSupported": [403, "The type of the account does not allow this operation."],
  MaxEniCountExceeded: [403, "The account has reached its number of network interfaces."],
  SecurityGroupInstanceLimitExceed: [403, "A security group has reached its number of instances."],
  "InvalidEcsId.NotFound": [404, "The instance does not exist."],
  "InvalidEniId.NotFound": [404, "The network interface does not exist."],
  "InvalidSecurityGroupId.NotFound": [404, "A security group does not exist."],
  "InvalidVSwitchId.NotFound": [404, "The vSwitch does not exist."],

  // Other operations of ECS.
  DryRunOperation: [400, "The request would have succeeded, but DryRun was set."],
  "InvalidRegionId.MalFormed": [400, "The RegionId is malformed."],
  "InvalidOperation.InvalidEniPageNumber": [403, "The page number or page size is not valid."],
  InvalidTagCount: [400, "More than 20 tags were given."],
  "InvalidStatus.NotFound": [404, "The status is not one of an instance."],
  "InvalidNetworkType.NotFound": [404, "The network type does not exist."],
  "InvalidInstanceChargeType.NotFound": [404, "The billing method does not exist."],
  "InvalidLockReason.NotFound": [404, "The lock reason does not exist."],
  "InvalidFilterKey.NotFound": [404, "The filter key does not exist."],
  "InvalidAcceptLanguage.NotFound": [404, "The language is not offered."],
  "InvalidParameter.TooManyInstanceIds": [403, "More than 100 instance ids were given."],
  "Abs.InvalidInstanceIds.MalFormed": [403, "An instance id is malformed."],
  "InvalidZoneId.NotFound": [404, "The zone does not exist."],
  IncorrectInstanceStatus: [403, "The status of the instance does not allow this operation."],
  InstanceLockedForSecurity: [403, "The instance is locked for security reasons."],
  "InvalidOperation.EniTypeNotSupportAttachToTrunk": [
    403,
    "Only secondary network interfaces can become members.",
  ],

  "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode": [
    403,
    "The instance type does not support high-performance network interfaces.",
  ],
  "InvalidOperation.Ipv4CountExceeded": [
    403,
    "The network interface has more addresses than the instance type allows.",
  ],
  "InvalidParameter.NetworkCardIndexInvalid": [400, "The instance type has no network card of this index."],
  "InvalidOperation.EniTrunkDeviceFull": [403, "The trunk network interface takes no further members."],

  // STS.
  "InvalidParameter.DurationSeconds": [400, "DurationSeconds is below 900 or above the role's maximum."],
  "InvalidParameter.RoleArn": [400, "RoleArn is not of the form acs:ram::<account>:role/<name>."],
  "InvalidParameter.RoleSessionName": [400, "RoleSessionName must be 2 to 64 characters of A-Za-z0-9.@-_"],
  "InvalidParameter.PolicyGrammar": [400, "Policy is not a policy document."],
  "InvalidParameter.PolicySize": [400, "Policy is longer than 2048 characters."],
  "EntityNotExist.Role": [404, "The role does not exist."],
} as const satisfies Record<string, readonly [httpStatus: number, message: string]>;
