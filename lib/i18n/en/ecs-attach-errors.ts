import type { EcsErrorTexts } from "#lib/i18n/ecs-error-texts.ts";

/**
 * What a code means for an attach, where that is not what it means for a detach, and the codes that only an attach
 * is documented to meet. Source: AttachNetworkInterface, error codes; API metadata of 2024.
 */
export const ecsAttachErrors = {
  UnsupportedParameter: {
    meaning: "ECS does not accept one of the parameters for this resource.",
    nextStep:
      "If this is a member ENI, attaching through its trunk may not be offered in this region: attach it in the ECS console. Otherwise report it with the RequestId.",
  },
  "InvalidInstanceID.Malformed": {
    meaning: "The instance id does not have the form of an ECS instance id.",
    nextStep: "Report it with the RequestId: the id is the one ECS itself gave when the ENI was detached.",
  },
  "InvalidParams.EniId": {
    meaning: "The ENI id does not have the form of an ENI id.",
    nextStep: "Report it with the RequestId: the id is the one ECS itself gave when the ENI was detached.",
  },
  "InvalidOperation.InvalidRegion": {
    meaning: "The ENI or the instance is not in the region that was asked.",
    nextStep: "Look both up again. An ENI goes only to an instance of its own region.",
  },
  "InvalidOperation.InvalidEcsState": {
    meaning: "The instance is neither Running nor Stopped, or ECS has locked it.",
    nextStep:
      "Wait until its status is Running or Stopped, then ask again. If it is locked, its owner has to have the lock lifted.",
  },
  "InvalidOperation.InvalidEniState": {
    meaning: "The ENI is not Available. It may still be changing state, or be attached already.",
    nextStep: "Look at its status: InUse means it is on an instance. Wait for Available, then ask again.",
  },
  "InvalidOperation.EniHotPlugNotSupported": {
    meaning:
      "This ENI cannot be plugged in while the instance runs, as is usual with high-performance (RDMA) ENIs.",
    nextStep: "Have the instance stopped, attach the ENI, then start the instance again.",
  },
  "InvalidOperation.HotPlugNotSupport": {
    meaning: "The instance type or its operating system does not allow ENIs to be plugged in while it runs.",
    nextStep: "Have the instance stopped, attach the ENI, then start the instance again.",
  },
  "InvalidOperation.InvalidEniType": {
    meaning: "ENIs of this type cannot be attached this way.",
    nextStep: "Check its type: only secondary and trunk ENIs are attached by hand.",
  },
  "InvalidOperation.EniServiceManaged": {
    meaning:
      "The ENI belongs to a cloud service (such as SLB, NAS, RDS or ACK), and only that service may attach it.",
    nextStep: "Find the owning service by the ENI's description and change the resource there.",
  },
  "InvalidOperation.InvalidTrunkEniStatus": {
    meaning: "The trunk ENI itself is not in a state that lets a member be added.",
    nextStep: "Wait until the trunk ENI is InUse, then ask again.",
  },
  "InvalidOperation.InstanceTypeNotSupportEniTrunking": {
    meaning: "The instance's type does not support trunk ENIs.",
    nextStep: "The owner has to change the instance type back, or to attach the ENI to another instance.",
  },
  "InvalidParameter.EniNotBelongEcs": {
    meaning: "The trunk ENI that was named is not attached to this instance.",
    nextStep: "Look at the trunk ENI: the member can come back only where its trunk is.",
  },
  "InvalidParameter.EniNotBelongTrunk": {
    meaning: "The member ENI does not belong to the trunk ENI that was named.",
    nextStep: "Look at both ENIs again: one of them has been moved since.",
  },
  "InvalidOperation.AvailabilityZoneMismatch": {
    meaning: "The ENI and the instance are in different zones.",
    nextStep: "An ENI never leaves its zone. If the instance was moved, make a new ENI there.",
  },
  "InvalidOperation.VpcMismatch": {
    meaning: "The ENI and the instance are in different VPCs.",
    nextStep: "An ENI never leaves its VPC. If the instance was moved, make a new ENI there.",
  },
  "InvalidEni.NotSameVpc": {
    meaning: "The ENI is not in the VPC of the instance.",
    nextStep: "An ENI never leaves its VPC. If the instance was moved, make a new ENI there.",
  },
  MaxEniCountExceeded: {
    meaning: "The account, or the instance, has reached its number of ENIs.",
    nextStep: "Detach or delete ENIs that nobody uses, or have the quota raised, then ask again.",
  },
  EniPerInstanceLimitExceeded: {
    meaning:
      "The instance holds as many ENIs as its type allows: another one has taken the place since the detach.",
    nextStep: "Detach one of the others, or choose a larger instance type, then ask again.",
  },
  "InvalidOperation.EniCountExceeded": {
    meaning: "The instance holds as many ENIs as it may.",
    nextStep: "Detach one of the others, or choose a larger instance type, then ask again.",
  },
  "InvalidOperation.EniTrunkDeviceFull": {
    meaning: "The trunk ENI holds as many member ENIs as the instance type allows.",
    nextStep: "Have another member taken off the trunk, then ask again.",
  },
  "InvalidOperation.Ipv4CountExceeded": {
    meaning: "The ENI has more private IPv4 addresses than the instance type allows on one ENI.",
    nextStep: "Take secondary addresses off the ENI, or choose a larger instance type, then ask again.",
  },
  "InvalidOperation.Ipv6CountExceeded": {
    meaning: "The ENI has more IPv6 addresses than the instance type allows on one ENI.",
    nextStep: "Take IPv6 addresses off the ENI, or choose a larger instance type, then ask again.",
  },
  "InvalidOperation.Ipv6NotSupport": {
    meaning: "The ENI has IPv6 addresses, and the instance type does not support IPv6.",
    nextStep: "Take the IPv6 addresses off the ENI, or choose another instance type, then ask again.",
  },
  "InvalidParameter.NetworkCardIndexInvalid": {
    meaning:
      "The instance type has no network card of the number the ENI was on: the type has changed since.",
    nextStep: "Attach it in the ECS console, where the network card can be chosen.",
  },
  "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode": {
    meaning: "The ENI carries RDMA traffic (HighPerformance), and the instance type does not support it.",
    nextStep: "The owner has to change the instance type back, or to use another ENI.",
  },
  "InvalidOperation.HighPerformanceEniPerInstanceLimitExceeded": {
    meaning: "The instance holds as many RDMA (HighPerformance) ENIs as its type allows.",
    nextStep: "Detach another RDMA ENI, or choose a larger instance type, then ask again.",
  },
  "InvalidInstanceId.NotFound": {
    meaning: "The instance does not exist for this account: it was probably released.",
    nextStep: "There is nothing left to attach to. The ENI can be attached to another instance.",
  },
  "InvalidEcsId.NotFound": {
    meaning: "The instance does not exist: it was probably released.",
    nextStep: "There is nothing left to attach to. The ENI can be attached to another instance.",
  },
  "InvalidEniId.NotFound": {
    meaning: "The ENI does not exist any more, or not in this region and account.",
    nextStep: "If it was deleted, it can't come back: make a new ENI. Otherwise check account and region.",
  },
  "InvalidVSwitchId.NotFound": {
    meaning: "The vSwitch of the ENI does not exist any more.",
    nextStep: "Look the ENI up again. Without its vSwitch a new ENI has to be made in another one.",
  },
  "InvalidSecurityGroupId.NotFound": {
    meaning: "A security group of the ENI does not exist any more.",
    nextStep: "Have the ENI's security groups replaced, then ask again.",
  },
  "Forbidden.NotSupportRAM": {
    meaning: "RAM users and roles may not perform this operation.",
    nextStep:
      "The account's owner has to attach the ENI in the console. Do not give ENI Desk a key of the root account for it.",
  },
  "Forbidden.SubUser": {
    meaning: "The RAM user or role that ENI Desk uses has no permission for this ENI or this instance.",
    nextStep:
      "Ask for ecs:AttachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>): one alone is not enough.",
  },
  "Forbidden.RAM": {
    meaning: "The RAM policies of the user or role that ENI Desk uses do not allow this operation.",
    nextStep:
      "Ask for ecs:AttachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>); a Deny in any policy outweighs it.",
  },
  "Forbidden.Unauthorized": {
    meaning: "The user or role that ENI Desk uses is not authorised for this operation.",
    nextStep:
      "Ask for ecs:AttachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>).",
  },
  NoPermission: {
    meaning: "The user or role that ENI Desk uses has no permission for this operation.",
    nextStep:
      "Ask for ecs:AttachNetworkInterface on both the ENI (eni/<id>) and the instance (instance/<id>), and check the resource directory's control policies.",
  },
  InternalError: {
    meaning: "ECS failed inside. It may have carried out the attach all the same.",
    nextStep:
      "Do not repeat it blindly: look at the ENI's status first. If it stays Available, ask again; if that fails too, open a ticket with the RequestId.",
  },
  ServiceUnavailable: {
    meaning: "ECS is not available at the moment. It may have carried out the attach all the same.",
    nextStep: "Look at the ENI's status first. If it is still Available, ask again later.",
  },
  "ServiceUnavailable.RegionMaintaining": {
    meaning: "The region is in maintenance. The attach may have been carried out all the same.",
    nextStep:
      "See Alibaba Cloud's status page for the end of the maintenance; look at the ENI's status before asking again.",
  },
  "InvalidAction.NotFound": {
    meaning: "The server that answered does not know AttachNetworkInterface.",
    nextStep: "Whoever runs ENI Desk has to check which address answers in place of ECS.",
  },
} as const satisfies Readonly<Record<string, EcsErrorTexts>>;
