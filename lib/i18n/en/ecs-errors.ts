import type { EcsErrorCode } from "#lib/domain/ecs-error-catalogue.ts";
import type { EcsErrorTexts } from "#lib/i18n/ecs-error-texts.ts";

/** What each code means for a detach, and what to do next. */
export const ecsErrors: Record<EcsErrorCode, EcsErrorTexts> = {
  MissingParameter: {
    meaning: "ECS says that a required parameter was missing; its message names it.",
    nextStep:
      "Do not repeat it: this is a fault of ENI Desk or of something between it and ECS. Report it with the RequestId.",
  },
  UnsupportedParameter: {
    meaning: "ECS does not accept one of the parameters for this resource.",
    nextStep:
      "If this is a member ENI, detaching through its trunk may not be offered in this region: detach it in the ECS console. Otherwise report it with the RequestId.",
  },
  InvalidParameter: {
    meaning: "ECS finds the value of a parameter invalid; its message says which one.",
    nextStep:
      "Reload the ENI and compare its id, instance and region with ECS's message. If they agree, report it with the RequestId.",
  },
  "InvalidInstanceID.Malformed": {
    meaning: "The instance id does not have the form of an ECS instance id.",
    nextStep: "Open the instance from the list and detach from there, so that the id comes from ECS itself.",
  },
  "InvalidParams.EniId": {
    meaning: "The ENI id does not have the form of an ENI id.",
    nextStep: "Open the ENI from the list and detach from there, so that the id comes from ECS itself.",
  },
  "InvalidOperation.InvalidRegion": {
    meaning: "The ENI or the instance is not in the region that was asked.",
    nextStep: "Look the ENI up again and detach it in the region where it is listed.",
  },
  "Forbidden.RegionId": {
    meaning: "The service is not available to this account in this region.",
    nextStep:
      "The account's owner has to enable the region, or check with Alibaba Cloud whether the account may use it.",
  },
  "InvalidOperation.InvalidEcsState": {
    meaning: "The instance is neither Running nor Stopped, usually because it is just starting or stopping.",
    nextStep:
      "Wait until its status is Running or Stopped, then ask again. If it stays in between, look at the instance's events in the ECS console.",
  },
  "InvalidOperation.InvalidEniState": {
    meaning: "The ENI is neither InUse nor Detaching. It may be changing state, or already be detached.",
    nextStep:
      "Look at its status: Available means it is off the instance. If it is still Attaching, wait for InUse and ask again.",
  },
  "InvalidOperation.DetachPrimaryEniNotAllowed": {
    meaning: "This is the primary ENI. It was created with the instance and stays with it.",
    nextStep: "Choose a secondary ENI. The primary one goes only when the instance is released.",
  },
  "InvalidOperation.EniHotPlugNotSupported": {
    meaning:
      "This ENI cannot be unplugged while the instance runs, as is usual with high-performance (RDMA) ENIs.",
    nextStep: "Have the instance stopped, detach the ENI, then start the instance again.",
  },
  "InvalidParameter.EniNotBelongEcs": {
    meaning: "The ENI is not attached to this instance, or not any more.",
    nextStep:
      "Look at the ENI: if it is Available it is already off; if it is on another instance, open it there.",
  },
  "InvalidParameter.EniNotBelongTrunk": {
    meaning: "The member ENI does not hang on the trunk ENI that was named, or not any more.",
    nextStep: "Look at the ENI again: it may already be detached, or have been moved to another trunk.",
  },
  "InvalidUserType.NotSupported": {
    meaning: "The type of this Alibaba Cloud account does not allow the operation.",
    nextStep:
      "The account's owner has to ask Alibaba Cloud which account or verification the operation needs.",
  },
  "Abs.InvalidAccount.NotFound": {
    meaning: "The Alibaba Cloud account does not exist, or the AccessKey pair has expired.",
    nextStep: "Whoever runs ENI Desk has to check the account and replace the AccessKey pair.",
  },
  "Forbidden.NotSupportRAM": {
    meaning: "RAM users and roles may not perform this operation.",
    nextStep:
      "The account's owner has to detach the ENI in the console. Do not give ENI Desk a key of the root account for it.",
  },
  "Forbidden.SubUser": {
    meaning: "The RAM user or role that ENI Desk uses has no permission for this ENI or this instance.",
    nextStep:
      "Ask for ecs:DetachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>): one alone is not enough.",
  },
  "InvalidOperation.InvalidEniType": {
    meaning: "ENIs of this type cannot be detached this way.",
    nextStep:
      "Check its type. Primary ENIs stay; a trunk ENI must first lose its members; a member ENI must go through its trunk.",
  },
  "InvalidOperation.EniServiceManaged": {
    meaning:
      "The ENI belongs to a cloud service (such as SLB, NAS, RDS or ACK), and only that service may detach it.",
    nextStep: "Find the owning service by the ENI's description and remove or change the resource there.",
  },
  "InvalidOperation.EniLinked": {
    meaning: "The ENI is linked to another resource, so it cannot come off yet.",
    nextStep:
      "Have the link removed first (an EIP bound to the ENI, or the ENI it is linked with), then ask again.",
  },
  "InvalidOperation.HotPlugNotSupport": {
    meaning: "The instance type or its operating system does not allow ENIs to be unplugged while it runs.",
    nextStep: "Have the instance stopped, detach the ENI, then start the instance again.",
  },
  "InvalidOperation.HasMemberEniAttached": {
    meaning: "Member ENIs still hang on this trunk ENI.",
    nextStep:
      "Detach all its members first, then the trunk. In a Kubernetes cluster leave this to its network plugin.",
  },
  "InvalidOperation.InvalidTrunkEniStatus": {
    meaning: "The trunk ENI itself is not in a state that lets a member come off.",
    nextStep: "Wait until the trunk ENI is InUse, then ask again.",
  },
  "InvalidOperation.TrunkingIsNotAllowed": {
    meaning: "A trunk was named for an ENI that does not go through one.",
    nextStep:
      "Reload the ENI: its type has probably changed. If it is still shown as a member, report it with the RequestId.",
  },
  "InvalidOperation.InstanceTypeNotSupportEniTrunking": {
    meaning: "The instance's type does not support trunk ENIs.",
    nextStep:
      "Check whether the instance type was changed. The owner may have to change it back to release the member ENIs.",
  },
  "InvalidOperation.EniTypeNotSupportTrunking": {
    meaning: "The ENI that was named as trunk is not of type Trunk.",
    nextStep:
      "Reload the ENI and look at its trunk. If ENI Desk still shows one, report it with the RequestId.",
  },
  "InvalidOperation.AvailabilityZoneMismatch": {
    meaning: "The ENI and the instance are in different zones. For a detach this should not occur.",
    nextStep:
      "Reload both and check that the ENI is on this very instance. If it is, report it with the RequestId.",
  },
  "InvalidOperation.VpcMismatch": {
    meaning: "The ENI and the instance are in different VPCs. For a detach this should not occur.",
    nextStep:
      "Reload both and check that the ENI is on this very instance. If it is, report it with the RequestId.",
  },
  MaxEniCountExceeded: {
    meaning:
      "The account has reached its number of ENIs. The code is documented for detaching too, but is usual for creating.",
    nextStep: "Delete ENIs that nobody uses, or have the quota raised, then ask again.",
  },
  EniPerInstanceLimitExceeded: {
    meaning:
      "The instance has reached the number of ENIs of its type. The code is documented for detaching too, but is usual for attaching.",
    nextStep:
      "Reload the instance. If it has more ENIs than its type allows, perhaps after a change of type, open a ticket with Alibaba Cloud.",
  },
  SecurityGroupInstanceLimitExceed: {
    meaning: "A security group of the ENI has reached its number of instances or private addresses.",
    nextStep: "Have the security group relieved, or the ENI moved to another one, then ask again.",
  },
  "InvalidSecurityGroupId.NotVpc": {
    meaning: "A security group of the ENI is one of the classic network, not of a VPC.",
    nextStep: "Have the ENI's security groups replaced by groups of its VPC, then ask again.",
  },
  "InvalidInstanceId.NotFound": {
    meaning: "The instance does not exist for this account. If it was released, the ENI is no longer on it.",
    nextStep: "Look at the ENI: if it is Available, or gone with the instance, nothing is left to do.",
  },
  "InvalidEcsId.NotFound": {
    meaning: "The instance does not exist. If it was released, the ENI is no longer on it.",
    nextStep:
      "Look at the ENI: if it is Available, or gone with the instance, nothing is left to do. Otherwise check account and region.",
  },
  "InvalidEniId.NotFound": {
    meaning: "The ENI does not exist any more, or not in this region and account.",
    nextStep: "If it was deleted on purpose, nothing is left to do. Otherwise check account and region.",
  },
  "InvalidVSwitchId.NotFound": {
    meaning: "The vSwitch of the ENI does not exist any more; the ENI has probably gone with it.",
    nextStep:
      "Look the ENI up again. If it is still listed as InUse, open a ticket with Alibaba Cloud and give the RequestId.",
  },
  "InvalidSecurityGroupId.NotFound": {
    meaning: "A security group of the ENI does not exist any more.",
    nextStep: "Look the ENI up again. If it is still InUse, have its security groups replaced and ask again.",
  },
  InternalError: {
    meaning: "ECS failed inside. It may have carried out the detach all the same.",
    nextStep:
      "Do not repeat it blindly: look at the ENI's status first. If it stays InUse, ask again; if that fails too, open a ticket with the RequestId.",
  },

  IncompleteSignature: {
    meaning: "Parts of the request's signature did not arrive, so ECS could not tell who was asking.",
    nextStep:
      "Whoever runs ENI Desk has to check whether a proxy on the way removes headers, and whether the AccessKey is complete.",
  },
  SignatureDoesNotMatch: {
    meaning: "The signature is wrong: as a rule the AccessKey secret does not belong to the AccessKey id.",
    nextStep:
      "Whoever runs ENI Desk has to enter the secret again, and make sure that no proxy changes the request.",
  },
  InvalidSignatureMethod: {
    meaning: "ECS does not accept the signature method.",
    nextStep: "This is a fault of ENI Desk or of something between it and ECS. Report it with the RequestId.",
  },
  "InvalidTimeStamp.Format": {
    meaning: "ECS could not read the time of the request.",
    nextStep: "This is a fault of ENI Desk or of something between it and ECS. Report it with the RequestId.",
  },
  "InvalidTimeStamp.Expired": {
    meaning: "The clock of the machine that runs ENI Desk is more than 15 minutes wrong.",
    nextStep: "Have the clock set (NTP), then ask again.",
  },
  SignatureNonceUsed: {
    meaning:
      "ECS had seen this very request before, so something on the way sent it twice. The first one may have been carried out.",
    nextStep:
      "Look at the ENI's status first. Whoever runs ENI Desk should check whether a proxy repeats requests.",
  },
  "InvalidAccessKeyId.NotFound": {
    meaning: "The AccessKey that ENI Desk uses does not exist.",
    nextStep: "Whoever runs ENI Desk has to configure a valid AccessKey.",
  },
  "InvalidAccessKeyId.Inactive": {
    meaning: "The AccessKey that ENI Desk uses is disabled.",
    nextStep: "Ask the RAM administrator to enable it or to give ENI Desk another one.",
  },
  "Forbidden.AccessKeyDisabled": {
    meaning: "The AccessKey that ENI Desk uses is disabled.",
    nextStep: "Ask the RAM administrator to enable it or to give ENI Desk another one.",
  },
  "InvalidSecurityToken.Expired": {
    meaning: "The temporary credentials of ENI Desk have expired.",
    nextStep:
      "Ask again in a minute. If it goes on, whoever runs ENI Desk has to check where it gets its credentials from.",
  },
  "InvalidSecurityToken.Malformed": {
    meaning: "ECS cannot read the security token of ENI Desk's temporary credentials.",
    nextStep: "Whoever runs ENI Desk has to configure the token again, whole and without line breaks.",
  },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    meaning: "The security token belongs to another AccessKey.",
    nextStep:
      "Whoever runs ENI Desk has to take AccessKey id, secret and token from one and the same answer of STS.",
  },
  MissingSecurityToken: {
    meaning: "The AccessKey is a temporary one, but its security token was not given.",
    nextStep: "Whoever runs ENI Desk has to configure the token that came with the AccessKey.",
  },
  "Forbidden.RAM": {
    meaning: "The RAM policies of the user or role that ENI Desk uses do not allow this operation.",
    nextStep:
      "Ask for ecs:DetachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>); a Deny in any policy outweighs it.",
  },
  "Forbidden.Unauthorized": {
    meaning: "The user or role that ENI Desk uses is not authorised for this operation.",
    nextStep:
      "Ask for ecs:DetachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>).",
  },
  NoPermission: {
    meaning: "The user or role that ENI Desk uses has no permission for this operation.",
    nextStep:
      "Ask for ecs:DetachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>), and check the resource directory's control policies.",
  },
  Throttling: {
    meaning: "ECS received too many calls and did not carry this one out.",
    nextStep:
      "Wait a minute: limits are counted by the minute, for the whole account, console and Terraform included.",
  },
  "Throttling.User": {
    meaning: "The account has made too many calls this minute. This one was not carried out.",
    nextStep:
      "Wait a minute. If it happens often, find what else calls ECS in this account and region, or see the limits in Quota Center.",
  },
  "Throttling.Api": {
    meaning: "This operation was called too often this minute. This call was not carried out.",
    nextStep: "Wait a minute and ask again. The limit of each operation is shown in Quota Center.",
  },
  OperationConflict: {
    meaning: "Another operation on the same ENI or instance is under way.",
    nextStep: "Wait until it has ended, look at the status of both, then ask again.",
  },
  "InvalidRegionId.NotFound": {
    meaning: "The region does not exist.",
    nextStep: "Open the ENI from the list, so that its region comes from ECS itself.",
  },
  "InvalidAction.NotFound": {
    meaning: "The server that answered does not know DetachNetworkInterface.",
    nextStep: "Whoever runs ENI Desk has to check which address answers in place of ECS.",
  },
  "InvalidApi.NotFound": {
    meaning: "The server that answered does not know this operation.",
    nextStep: "Whoever runs ENI Desk has to check which address answers in place of ECS.",
  },
  "InvalidProduct.NotFound": {
    meaning: "The server that answered does not offer ECS.",
    nextStep: "Whoever runs ENI Desk has to check which address answers in place of ECS in this region.",
  },
  InvalidVersion: {
    meaning: "The server that answered does not know version 2014-05-26 of the ECS API.",
    nextStep: "Whoever runs ENI Desk has to check which address answers in place of ECS.",
  },
  "InvalidProtocol.NeedSsl": {
    meaning: "ECS was called over plain HTTP, and offers this over HTTPS only.",
    nextStep:
      "Whoever runs ENI Desk has to check its proxy: ENI Desk itself calls Alibaba Cloud over HTTPS only.",
  },
  UnsupportedHTTPMethod: {
    meaning: "The request reached ECS with another HTTP method than it was sent with.",
    nextStep: "Whoever runs ENI Desk has to check whether a proxy on the way changes requests.",
  },
  ServiceUnavailable: {
    meaning: "ECS is not available at the moment. It may have carried out the detach all the same.",
    nextStep: "Look at the ENI's status first. If it is still InUse, ask again later.",
  },
  "ServiceUnavailable.RegionMaintaining": {
    meaning: "The region is in maintenance. The detach may have been carried out all the same.",
    nextStep:
      "See Alibaba Cloud's status page for the end of the maintenance; look at the ENI's status before asking again.",
  },
};
