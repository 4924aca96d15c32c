import type { EcsErrorTexts } from "#lib/i18n/ecs-error-texts.ts";
import type { ecsAttachErrors as english } from "#lib/i18n/en/ecs-attach-errors.ts";

export const ecsAttachErrors: Readonly<Record<keyof typeof english, EcsErrorTexts>> = {
  UnsupportedParameter: {
    meaning: "对该资源，ECS 不接受其中某个参数。",
    nextStep:
      "如果是成员弹性网卡，该地域可能不支持通过 Trunk 绑定，请在 ECS 控制台操作；否则请附上 RequestId 反馈。",
  },
  "InvalidInstanceID.Malformed": {
    meaning: "实例 ID 的格式不正确。",
    nextStep: "请附上 RequestId 反馈：该 ID 是解绑时由 ECS 给出的。",
  },
  "InvalidParams.EniId": {
    meaning: "弹性网卡 ID 的格式不正确。",
    nextStep: "请附上 RequestId 反馈：该 ID 是解绑时由 ECS 给出的。",
  },
  "InvalidOperation.InvalidRegion": {
    meaning: "弹性网卡或实例不在所请求的地域。",
    nextStep: "请重新查找两者；弹性网卡只能绑定到同一地域的实例。",
  },
  "InvalidOperation.InvalidEcsState": {
    meaning: "实例既不是运行中（Running）也不是已停止（Stopped），或已被 ECS 锁定。",
    nextStep: "等待实例变为 Running 或 Stopped 后再提交；如果已被锁定，请其所有者解除锁定。",
  },
  "InvalidOperation.InvalidEniState": {
    meaning: "弹性网卡不是 Available，可能正在变更状态，也可能已经绑定。",
    nextStep: "查看其状态：InUse 表示已绑定在实例上；请等到 Available 后再提交。",
  },
  "InvalidOperation.EniHotPlugNotSupported": {
    meaning: "该弹性网卡不支持在实例运行时插入，高性能（RDMA）网卡通常如此。",
    nextStep: "请先停止实例，绑定弹性网卡，再启动实例。",
  },
  "InvalidOperation.HotPlugNotSupport": {
    meaning: "实例规格或其操作系统不支持在运行时插入弹性网卡。",
    nextStep: "请先停止实例，绑定弹性网卡，再启动实例。",
  },
  "InvalidOperation.InvalidEniType": {
    meaning: "此类型的弹性网卡不能以这种方式绑定。",
    nextStep: "请检查其类型：只有辅助弹性网卡和 Trunk 弹性网卡可以手动绑定。",
  },
  "InvalidOperation.EniServiceManaged": {
    meaning: "该弹性网卡属于某个云服务（如 SLB、NAS、RDS 或 ACK），只有该服务可以绑定它。",
    nextStep: "请根据弹性网卡的描述找到所属服务，并在那里更改资源。",
  },
  "InvalidOperation.InvalidTrunkEniStatus": {
    meaning: "Trunk 弹性网卡当前的状态不允许添加成员。",
    nextStep: "等待 Trunk 弹性网卡变为 InUse 后再提交。",
  },
  "InvalidOperation.InstanceTypeNotSupportEniTrunking": {
    meaning: "该实例的规格不支持 Trunk 弹性网卡。",
    nextStep: "请所有者改回实例规格，或将弹性网卡绑定到其他实例。",
  },
  "InvalidParameter.EniNotBelongEcs": {
    meaning: "所指定的 Trunk 弹性网卡没有绑定在此实例上。",
    nextStep: "请查看 Trunk 弹性网卡：成员只能回到其 Trunk 所在之处。",
  },
  "InvalidParameter.EniNotBelongTrunk": {
    meaning: "该成员弹性网卡不属于所指定的 Trunk 弹性网卡。",
    nextStep: "请重新查看两块弹性网卡：其中一块此后已被移动。",
  },
  "InvalidOperation.AvailabilityZoneMismatch": {
    meaning: "弹性网卡与实例位于不同的可用区。",
    nextStep: "弹性网卡不能离开其可用区；如果实例已迁移，请在那里新建一块。",
  },
  "InvalidOperation.VpcMismatch": {
    meaning: "弹性网卡与实例位于不同的专有网络。",
    nextStep: "弹性网卡不能离开其专有网络；如果实例已迁移，请在那里新建一块。",
  },
  "InvalidEni.NotSameVpc": {
    meaning: "弹性网卡不在实例所属的专有网络中。",
    nextStep: "弹性网卡不能离开其专有网络；如果实例已迁移，请在那里新建一块。",
  },
  MaxEniCountExceeded: {
    meaning: "账号或实例的弹性网卡数量已达上限。",
    nextStep: "请解绑或删除无人使用的弹性网卡，或提升配额后再提交。",
  },
  EniPerInstanceLimitExceeded: {
    meaning: "实例上的弹性网卡数量已达规格上限：解绑之后已有其他网卡占用了位置。",
    nextStep: "请解绑其中一块，或选择更大的实例规格，然后再提交。",
  },
  "InvalidOperation.EniCountExceeded": {
    meaning: "实例上的弹性网卡数量已达上限。",
    nextStep: "请解绑其中一块，或选择更大的实例规格，然后再提交。",
  },
  "InvalidOperation.EniTrunkDeviceFull": {
    meaning: "Trunk 弹性网卡上的成员数量已达实例规格上限。",
    nextStep: "请先从 Trunk 上移除另一个成员，然后再提交。",
  },
  "InvalidOperation.Ipv4CountExceeded": {
    meaning: "弹性网卡的私网 IPv4 地址数量超过实例规格对单块网卡的上限。",
    nextStep: "请移除部分辅助地址，或选择更大的实例规格，然后再提交。",
  },
  "InvalidOperation.Ipv6CountExceeded": {
    meaning: "弹性网卡的 IPv6 地址数量超过实例规格对单块网卡的上限。",
    nextStep: "请移除部分 IPv6 地址，或选择更大的实例规格，然后再提交。",
  },
  "InvalidOperation.Ipv6NotSupport": {
    meaning: "弹性网卡带有 IPv6 地址，而实例规格不支持 IPv6。",
    nextStep: "请移除 IPv6 地址，或选择其他实例规格，然后再提交。",
  },
  "InvalidParameter.NetworkCardIndexInvalid": {
    meaning: "实例规格没有该弹性网卡原来所在编号的物理网卡：规格此后已变更。",
    nextStep: "请在 ECS 控制台绑定，可在那里选择物理网卡。",
  },
  "InvalidOperation.InstanceTypeNotSupportHighPerformanceTrafficMode": {
    meaning: "弹性网卡承载 RDMA 流量（HighPerformance），而实例规格不支持。",
    nextStep: "请所有者改回实例规格，或使用其他弹性网卡。",
  },
  "InvalidOperation.HighPerformanceEniPerInstanceLimitExceeded": {
    meaning: "实例上的 RDMA（HighPerformance）弹性网卡数量已达规格上限。",
    nextStep: "请解绑另一块 RDMA 弹性网卡，或选择更大的实例规格，然后再提交。",
  },
  "InvalidInstanceId.NotFound": {
    meaning: "该账号下没有此实例，可能已释放。",
    nextStep: "已没有可绑定的实例；弹性网卡可以绑定到其他实例。",
  },
  "InvalidEcsId.NotFound": {
    meaning: "实例不存在，可能已释放。",
    nextStep: "已没有可绑定的实例；弹性网卡可以绑定到其他实例。",
  },
  "InvalidEniId.NotFound": {
    meaning: "弹性网卡已不存在，或不在此地域和账号中。",
    nextStep: "如果已被删除则无法恢复，请新建一块；否则请检查账号和地域。",
  },
  "InvalidVSwitchId.NotFound": {
    meaning: "弹性网卡所属的交换机已不存在。",
    nextStep: "请重新查找该弹性网卡；没有交换机时只能在其他交换机中新建一块。",
  },
  "InvalidSecurityGroupId.NotFound": {
    meaning: "弹性网卡的某个安全组已不存在。",
    nextStep: "请更换弹性网卡的安全组，然后再提交。",
  },
  "Forbidden.NotSupportRAM": {
    meaning: "RAM 用户和角色不能执行此操作。",
    nextStep: "请账号所有者在控制台绑定弹性网卡；请勿为此将主账号的密钥交给 ENI Desk。",
  },
  "Forbidden.SubUser": {
    meaning: "ENI Desk 使用的 RAM 用户或角色对该弹性网卡或实例没有权限。",
    nextStep:
      "请为弹性网卡（eni/<id>）和实例（instance/<id>）都申请 ecs:AttachNetworkInterface 权限，缺一不可。",
  },
  "Forbidden.RAM": {
    meaning: "ENI Desk 使用的用户或角色的 RAM 策略不允许此操作。",
    nextStep:
      "请为弹性网卡（eni/<id>）和实例（instance/<id>）都申请 ecs:AttachNetworkInterface 权限；任何策略中的 Deny 优先。",
  },
  "Forbidden.Unauthorized": {
    meaning: "ENI Desk 使用的用户或角色未获授权执行此操作。",
    nextStep: "请为弹性网卡（eni/<id>）和实例（instance/<id>）都申请 ecs:AttachNetworkInterface 权限。",
  },
  NoPermission: {
    meaning: "ENI Desk 使用的用户或角色没有执行此操作的权限。",
    nextStep:
      "请为弹性网卡（eni/<id>）和实例（instance/<id>）都申请 ecs:AttachNetworkInterface 权限，并检查资源目录的管控策略。",
  },
  InternalError: {
    meaning: "ECS 内部出错，但绑定可能已经执行。",
    nextStep:
      "请勿盲目重试：先查看弹性网卡的状态；如果一直为 Available，请再次提交；若仍失败，请附上 RequestId 提交工单。",
  },
  ServiceUnavailable: {
    meaning: "ECS 暂时不可用，但绑定可能已经执行。",
    nextStep: "先查看弹性网卡的状态；如果仍为 Available，请稍后再提交。",
  },
  "ServiceUnavailable.RegionMaintaining": {
    meaning: "该地域正在维护，但绑定可能已经执行。",
    nextStep: "请在阿里云状态页查看维护结束时间；再次提交前先查看弹性网卡的状态。",
  },
  "InvalidAction.NotFound": {
    meaning: "应答的服务器不认识 AttachNetworkInterface。",
    nextStep: "请 ENI Desk 的管理者检查是哪个地址代替 ECS 作出了应答。",
  },
};
