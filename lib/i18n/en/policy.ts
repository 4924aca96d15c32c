/** Why a detach is refused, what to do about it, what to know before. Keys: blocker reason or warning kind. */
export const policy = {
  "blocker.primary-interface": "This is the primary ENI of its instance. ECS never detaches a primary ENI.",
  "blocker.primary-interface.fix": "Detach a secondary ENI instead, or replace the instance.",
  "blocker.interface-type": "ENIs of type {type} are not known to be detachable.",
  "blocker.interface-type.fix": "Use the product that created this ENI to take it away.",
  "blocker.service-managed": "An Alibaba Cloud service manages this ENI ({evidence}).",
  "blocker.service-managed.fix": "Change it in the service that created it; ECS refuses everyone else.",
  "blocker.terway-managed":
    "Terway, the network plug-in of Container Service, manages this ENI ({evidence}).",
  "blocker.terway-managed.fix":
    "Drain the node or leave the ENI to Terway; a change here would cut pods off without Kubernetes knowing.",
  "blocker.interface-linked": "This ENI is linked to another ENI.",
  "blocker.interface-linked.fix": "Unlink it first, in the product that linked it.",
  "blocker.interface-state": "The ENI is {status}. ECS detaches only an ENI that is InUse or Detaching.",
  "blocker.interface-state.fix":
    "Wait until its status is InUse. An ENI that is Available is attached to nothing.",
  "blocker.not-attached": "ECS does not say which instance this ENI is attached to.",
  "blocker.not-attached.fix": "Look again in a moment; if it stays so, another service holds the attachment.",
  "blocker.not-on-this-instance": "The ENI is attached to {actual}, not to {asked}.",
  "blocker.not-on-this-instance.fix": "Reload the page and start from the instance it is on now.",
  "blocker.instance-unknown": "ECS does not show the instance {instanceId}, so its state is not certain.",
  "blocker.instance-unknown.fix":
    "Look again in a moment. If it stays so, the RAM role lacks ecs:DescribeInstances for this instance.",
  "blocker.instance-state": "The instance is {status}. ECS detaches only while it is Running or Stopped.",
  "blocker.instance-state.fix": "Wait until the instance is Running or Stopped.",
  "blocker.rdma-hot-plug": "This ENI carries RDMA traffic (HighPerformance) and the instance is {status}.",
  "blocker.rdma-hot-plug.fix":
    "Stop the instance first; ECS neither plugs nor unplugs RDMA ENIs while it runs.",
  "blocker.trunk-has-members": "Member ENIs hang on this trunk ENI: {members}.",
  "blocker.trunk-has-members.fix": "Detach the member ENIs first.",
  "blocker.member-without-trunk": "This is a member ENI, but ECS does not name its trunk ENI.",
  "blocker.member-without-trunk.fix": "Look again in a moment; without the trunk's id ECS can't be asked.",
  "blocker.not-permitted": "Your role may look but not detach.",
  "blocker.not-permitted.fix": "Ask an operator to do it, or an administrator for the operator role.",
  "blocker.observe-only": "ENI Desk runs in observe-only mode: nothing can be changed through it.",
  "blocker.observe-only.fix": "An administrator can switch it off with ENI_DESK_OBSERVE_ONLY.",
  "blocker.read-only-account":
    "ENI Desk may only look at this account: its entry in the file of ENI_DESK_ACCOUNTS names no role for changes (changeRoleArn).",
  "blocker.read-only-account.fix":
    "An administrator can add changeRoleArn to that entry and start ENI Desk again.",
  "blocker.change-role-refused":
    "STS gives no session of the role {role} for you: {code} (RequestId {requestId}). Nothing can be sent without it.",
  "blocker.change-role-refused.fix":
    "An administrator lets ENI Desk assume that role: sts:AssumeRole for its own credentials, and the role's trust policy.",
  "blocker.change-role-unreachable":
    "Could not check whether you may act with the role {role}: STS gave no session ({cause}). Nothing can be sent without it.",
  "blocker.change-role-unreachable.fix":
    "Look again in a moment. If it stays so, an administrator looks at npm run doctor.",
  "blocker.request-open": "A request of {askedBy} for this ENI is still open.",
  "blocker.request-open.fix": "Open that request: it shows how far it is, and sending again is done there.",
  "blocker.sending-stopped": "{by} has stopped all sending (“{reason}”).",
  "blocker.sending-stopped.fix": "An administrator can allow it again under Settings.",
  "blocker.interface-not-available": "The ENI is {status}. ECS attaches only an ENI that is Available.",
  "blocker.interface-not-available.fix":
    "Look at where it is now. While it is Attaching, wait; if something else uses it, there is nothing to undo.",
  "blocker.instance-state-attach":
    "The instance is {status}. ECS attaches only while it is Running or Stopped.",
  "blocker.instance-state-attach.fix": "Wait until the instance is Running or Stopped.",
  "blocker.another-vpc": "The ENI is in the VPC {eni}, the instance in {instance}.",
  "blocker.another-vpc.fix": "An ENI never leaves its VPC: make a new one for this instance.",
  "blocker.another-zone": "The ENI is in the zone {eni}, the instance in {instance}.",
  "blocker.another-zone.fix": "An ENI never leaves its zone: make a new one for this instance.",
  "blocker.nothing-to-undo": "The request {request} did not end with the ENI detached.",
  "blocker.nothing-to-undo.fix": "Look at that request: only what was detached can be attached back.",
  "session.refused": "STS refused the session in which this was to be done, so nothing was sent.",
  "who.you": "You",
  "who.owner": "The owner of this ENI",
  "who.administrator": "An administrator of ENI Desk",
  "who.nobody": "Nobody: this is how ECS works",
  "warning.eip": "The public address {addresses} goes with the ENI: it will no longer reach this instance.",
  "warning.secondary-addresses": "Secondary private addresses leave the instance too: {addresses}.",
  "warning.ipv6": "IPv6 addresses leave the instance too: {addresses}.",
  "warning.prefixes": "Address prefixes leave the instance too: {addresses}.",
  "warning.kubernetes": "Tagged by Kubernetes ({evidence}). Pods may be using it.",
  "warning.terraform": "Tagged as managed by Terraform ({evidence}). The next apply may attach it again.",
  "warning.ros": "Part of a Resource Orchestration Service stack ({evidence}). The stack will drift.",
  "warning.delete-on-release":
    "Set to be deleted with its instance (DeleteOnRelease). Detached, it stays behind until someone deletes it.",
  "warning.member-interface":
    "A member ENI of the trunk {trunk}: the container or VLAN that uses it loses its network.",
  "warning.instance-locked": "ECS has locked the instance ({locks}) and may refuse this.",
  "dependency.route-next-hop": "Route entries with this ENI as next hop",
  "dependency.havip": "HaVip bound to this ENI or instance",
  "dependency.load-balancer-backend": "ALB, NLB and CLB back ends, by ENI and by address",
  "dependency.nat-dnat": "NAT gateway DNAT entries to its addresses",
  "dependency.private-zone": "PrivateZone records with its addresses",
  "dependency.flow-log": "Flow logs on this ENI",
  "dependency.traffic": "Recent traffic",
  "dependency.not-checked": "Not checked in this version",
  "duty.operator-and-auditor": "One person would both detach and prove afterwards that it was done rightly.",
  "duty.grants-itself-auditor": "You would let yourself read and export the log of what you change.",
} as const;
