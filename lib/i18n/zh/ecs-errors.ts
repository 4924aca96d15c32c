import type { EcsErrorCode } from "#lib/domain/ecs-error-catalogue.ts";
import type { EcsErrorTexts } from "#lib/i18n/ecs-error-texts.ts";

export const ecsErrors: Record<EcsErrorCode, EcsErrorTexts> = {
  MissingParameter: {
    meaning: "ECS 认为请求缺少必填参数，参数名见其原文。",
    nextStep: "请勿重试：这是 ENI Desk 或其与 ECS 之间某个环节的问题，请附上 RequestId 反馈。",
  },
  UnsupportedParameter: {
    meaning: "对该资源，ECS 不接受其中某个参数。",
    nextStep:
      "如果是成员弹性网卡，该地域可能不支持通过 Trunk 解绑，请在 ECS 控制台操作；否则请附上 RequestId 反馈。",
  },
  InvalidParameter: {
    meaning: "ECS 认为某个参数的取值无效，具体参数见其原文。",
    nextStep: "刷新弹性网卡，将其 ID、实例和地域与 ECS 原文核对；如果一致，请附上 RequestId 反馈。",
  },
  "InvalidInstanceID.Malformed": {
    meaning: "实例 ID 的格式不正确。",
    nextStep: "请从列表打开该实例再解绑，使 ID 直接取自 ECS。",
  },
  "InvalidParams.EniId": {
    meaning: "弹性网卡 ID 的格式不正确。",
    nextStep: "请从列表打开该弹性网卡再解绑，使 ID 直接取自 ECS。",
  },
  "InvalidOperation.InvalidRegion": {
    meaning: "弹性网卡或实例不在所请求的地域。",
    nextStep: "重新查找该弹性网卡，并在其所在地域解绑。",
  },
  "Forbidden.RegionId": {
    meaning: "该账号在此地域无法使用该服务。",
    nextStep: "请账号所有者开通该地域，或向阿里云确认账号是否可以使用该地域。",
  },
  "InvalidOperation.InvalidEcsState": {
    meaning: "实例既不是运行中（Running）也不是已停止（Stopped），通常是正在启动或停止。",
    nextStep: "等待实例变为 Running 或 Stopped 后再提交；如果一直停在中间状态，请在 ECS 控制台查看实例事件。",
  },
  "InvalidOperation.InvalidEniState": {
    meaning: "弹性网卡既不是 InUse 也不是 Detaching，可能正在变更状态，也可能已经解绑。",
    nextStep: "查看其状态：Available 表示已不在实例上；如果仍为 Attaching，请等到 InUse 后再提交。",
  },
  "InvalidOperation.DetachPrimaryEniNotAllowed": {
    meaning: "这是主网卡，随实例创建，不能解绑。",
    nextStep: "请选择辅助弹性网卡；主网卡只会随实例一起释放。",
  },
  "InvalidOperation.EniHotPlugNotSupported": {
    meaning: "该弹性网卡不支持在实例运行时拔出，高性能（RDMA）网卡通常如此。",
    nextStep: "请先停止实例，解绑弹性网卡，再启动实例。",
  },
  "InvalidParameter.EniNotBelongEcs": {
    meaning: "该弹性网卡没有绑定在此实例上，或已不再绑定。",
    nextStep: "查看弹性网卡：Available 表示已经解绑；如果在其他实例上，请从那里打开。",
  },
  "InvalidParameter.EniNotBelongTrunk": {
    meaning: "该成员弹性网卡不在所指定的 Trunk 网卡上，或已不再挂在其上。",
    nextStep: "重新查看该弹性网卡：可能已经解绑，或已移到另一块 Trunk 网卡上。",
  },
  "InvalidUserType.NotSupported": {
    meaning: "该阿里云账号的类型不支持此操作。",
    nextStep: "请账号所有者向阿里云确认此操作需要何种账号或认证。",
  },
  "Abs.InvalidAccount.NotFound": {
    meaning: "阿里云账号不存在，或 AccessKey 已过期。",
    nextStep: "请 ENI Desk 管理员检查账号并更换 AccessKey。",
  },
  "Forbidden.NotSupportRAM": {
    meaning: "RAM 用户和角色不能执行此操作。",
    nextStep: "请账号所有者在控制台解绑；不要为此把主账号的 AccessKey 交给 ENI Desk。",
  },
  "Forbidden.SubUser": {
    meaning: "ENI Desk 使用的 RAM 用户或角色对该弹性网卡或实例没有权限。",
    nextStep:
      "请申请 ecs:DetachNetworkInterface，资源须同时包含弹性网卡（eni/<id>）和实例（instance/<id>），只有其一不够。",
  },
  "InvalidOperation.InvalidEniType": {
    meaning: "这种类型的弹性网卡不能这样解绑。",
    nextStep: "请检查类型：主网卡不能解绑；Trunk 网卡须先解绑全部成员；成员网卡须通过其 Trunk 解绑。",
  },
  "InvalidOperation.EniServiceManaged": {
    meaning: "该弹性网卡属于某个云服务（如 SLB、NAS、RDS、ACK），只能由该服务解绑。",
    nextStep: "根据弹性网卡的描述找到所属服务，在那里删除或变更相应资源。",
  },
  "InvalidOperation.EniLinked": {
    meaning: "该弹性网卡与其他资源存在关联，暂时不能解绑。",
    nextStep: "请先解除关联（绑定在网卡上的 EIP，或与之关联的弹性网卡），再提交。",
  },
  "InvalidOperation.HotPlugNotSupport": {
    meaning: "该实例规格或其操作系统不支持在运行时拔出弹性网卡。",
    nextStep: "请先停止实例，解绑弹性网卡，再启动实例。",
  },
  "InvalidOperation.HasMemberEniAttached": {
    meaning: "该 Trunk 网卡上仍挂有成员弹性网卡。",
    nextStep: "先解绑全部成员，再解绑 Trunk；在 Kubernetes 集群中请交由其网络插件处理。",
  },
  "InvalidOperation.InvalidTrunkEniStatus": {
    meaning: "Trunk 网卡自身的状态不允许成员解绑。",
    nextStep: "等待 Trunk 网卡变为 InUse 后再提交。",
  },
  "InvalidOperation.TrunkingIsNotAllowed": {
    meaning: "为一块不经过 Trunk 的弹性网卡指定了 Trunk。",
    nextStep: "刷新该弹性网卡，其类型很可能已变；如果仍显示为成员网卡，请附上 RequestId 反馈。",
  },
  "InvalidOperation.InstanceTypeNotSupportEniTrunking": {
    meaning: "该实例规格不支持 Trunk 网卡。",
    nextStep: "请检查实例规格是否变更过；可能需要实例所有者改回原规格，才能释放成员弹性网卡。",
  },
  "InvalidOperation.EniTypeNotSupportTrunking": {
    meaning: "被指定为 Trunk 的弹性网卡不是 Trunk 类型。",
    nextStep: "刷新弹性网卡并查看其 Trunk；如果 ENI Desk 仍显示有 Trunk，请附上 RequestId 反馈。",
  },
  "InvalidOperation.AvailabilityZoneMismatch": {
    meaning: "弹性网卡与实例不在同一可用区；解绑时不应出现这种情况。",
    nextStep: "刷新两者，确认弹性网卡确实在该实例上；如果确实如此，请附上 RequestId 反馈。",
  },
  "InvalidOperation.VpcMismatch": {
    meaning: "弹性网卡与实例不在同一专有网络；解绑时不应出现这种情况。",
    nextStep: "刷新两者，确认弹性网卡确实在该实例上；如果确实如此，请附上 RequestId 反馈。",
  },
  MaxEniCountExceeded: {
    meaning: "账号的弹性网卡数量已达上限。该错误码也列在解绑文档中，但通常在创建时出现。",
    nextStep: "删除无人使用的弹性网卡，或申请提升配额，然后再提交。",
  },
  EniPerInstanceLimitExceeded: {
    meaning: "实例上的弹性网卡数量已达规格上限。该错误码也列在解绑文档中，但通常在绑定时出现。",
    nextStep: "刷新实例；如果网卡数量超过规格上限（例如变更规格之后），请向阿里云提交工单。",
  },
  SecurityGroupInstanceLimitExceed: {
    meaning: "弹性网卡的某个安全组中，实例或私网地址数量已达上限。",
    nextStep: "请减少该安全组中的成员，或将弹性网卡移到其他安全组，然后再提交。",
  },
  "InvalidSecurityGroupId.NotVpc": {
    meaning: "弹性网卡的某个安全组属于经典网络，而不是专有网络。",
    nextStep: "请将其安全组换成所在专有网络的安全组，然后再提交。",
  },
  "InvalidInstanceId.NotFound": {
    meaning: "该账号下不存在此实例。如果实例已释放，弹性网卡也就不在其上了。",
    nextStep: "查看弹性网卡：如果为 Available，或已随实例删除，则无需再做任何事。",
  },
  "InvalidEcsId.NotFound": {
    meaning: "实例不存在。如果实例已释放，弹性网卡也就不在其上了。",
    nextStep: "查看弹性网卡：如果为 Available，或已随实例删除，则无需再做任何事；否则请核对账号和地域。",
  },
  "InvalidEniId.NotFound": {
    meaning: "该弹性网卡已不存在，或不在此地域和账号下。",
    nextStep: "如果是有意删除的，则无需再做任何事；否则请核对账号和地域。",
  },
  "InvalidVSwitchId.NotFound": {
    meaning: "弹性网卡所在的交换机已不存在，弹性网卡很可能也随之删除。",
    nextStep: "重新查找该弹性网卡；如果仍显示为 InUse，请附上 RequestId 向阿里云提交工单。",
  },
  "InvalidSecurityGroupId.NotFound": {
    meaning: "弹性网卡的某个安全组已不存在。",
    nextStep: "重新查找该弹性网卡；如果仍为 InUse，请更换其安全组后再提交。",
  },
  InternalError: {
    meaning: "ECS 内部出错，但解绑仍有可能已经执行。",
    nextStep:
      "不要盲目重试：先查看弹性网卡状态；如果一直为 InUse 再提交；仍然失败请附上 RequestId 提交工单。",
  },

  IncompleteSignature: {
    meaning: "请求签名不完整，ECS 无法确认请求方身份。",
    nextStep: "请 ENI Desk 管理员检查途中的代理是否删除了请求头，以及 AccessKey 是否完整。",
  },
  SignatureDoesNotMatch: {
    meaning: "签名不正确，通常是 AccessKey Secret 与 AccessKey ID 不匹配。",
    nextStep: "请 ENI Desk 管理员重新配置 Secret，并确认没有代理改动请求。",
  },
  InvalidSignatureMethod: {
    meaning: "ECS 不接受该签名方法。",
    nextStep: "这是 ENI Desk 或其与 ECS 之间某个环节的问题，请附上 RequestId 反馈。",
  },
  "InvalidTimeStamp.Format": {
    meaning: "ECS 无法识别请求的时间。",
    nextStep: "这是 ENI Desk 或其与 ECS 之间某个环节的问题，请附上 RequestId 反馈。",
  },
  "InvalidTimeStamp.Expired": {
    meaning: "运行 ENI Desk 的机器时钟误差超过 15 分钟。",
    nextStep: "请校准时钟（NTP），然后再提交。",
  },
  SignatureNonceUsed: {
    meaning: "ECS 已收到过同一请求，说明途中有环节重复发送；第一次可能已经执行。",
    nextStep: "先查看弹性网卡状态；请 ENI Desk 管理员检查代理是否会重发请求。",
  },
  "InvalidAccessKeyId.NotFound": {
    meaning: "ENI Desk 使用的 AccessKey 不存在。",
    nextStep: "请 ENI Desk 管理员配置有效的 AccessKey。",
  },
  "InvalidAccessKeyId.Inactive": {
    meaning: "ENI Desk 使用的 AccessKey 已被禁用。",
    nextStep: "请 RAM 管理员启用它，或为 ENI Desk 另行分配。",
  },
  "Forbidden.AccessKeyDisabled": {
    meaning: "ENI Desk 使用的 AccessKey 已被禁用。",
    nextStep: "请 RAM 管理员启用它，或为 ENI Desk 另行分配。",
  },
  "InvalidSecurityToken.Expired": {
    meaning: "ENI Desk 的临时凭证已过期。",
    nextStep: "一分钟后再提交；如果持续出现，请 ENI Desk 管理员检查凭证的来源。",
  },
  "InvalidSecurityToken.Malformed": {
    meaning: "ECS 无法识别 ENI Desk 临时凭证的安全令牌。",
    nextStep: "请 ENI Desk 管理员重新配置令牌，内容须完整且不含换行。",
  },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    meaning: "安全令牌属于另一个 AccessKey。",
    nextStep: "请 ENI Desk 管理员使用同一次 STS 返回的 AccessKey ID、Secret 和令牌。",
  },
  MissingSecurityToken: {
    meaning: "使用的是临时 AccessKey，但没有提供其安全令牌。",
    nextStep: "请 ENI Desk 管理员配置与该 AccessKey 一同签发的令牌。",
  },
  "Forbidden.RAM": {
    meaning: "ENI Desk 所用用户或角色的 RAM 权限策略不允许此操作。",
    nextStep:
      "请申请 ecs:DetachNetworkInterface，资源须同时包含弹性网卡（eni/<id>）和实例（instance/<id>）；任何策略中的 Deny 优先生效。",
  },
  "Forbidden.Unauthorized": {
    meaning: "ENI Desk 所用用户或角色未获此操作的授权。",
    nextStep:
      "请申请 ecs:DetachNetworkInterface，资源须同时包含弹性网卡（eni/<id>）和实例（instance/<id>）。",
  },
  NoPermission: {
    meaning: "ENI Desk 所用用户或角色没有此操作的权限。",
    nextStep:
      "请申请 ecs:DetachNetworkInterface，资源须同时包含弹性网卡（eni/<id>）和实例（instance/<id>），并检查资源目录的管控策略。",
  },
  Throttling: {
    meaning: "ECS 收到的调用过多，此次调用没有执行。",
    nextStep: "请等待一分钟：限流按分钟、按整个账号计算，控制台和 Terraform 的调用也计算在内。",
  },
  "Throttling.User": {
    meaning: "该账号本分钟内的调用过多，此次调用没有执行。",
    nextStep: "请等待一分钟；如果经常出现，请查明该账号在此地域还有谁在调用 ECS，或在配额中心查看限制。",
  },
  "Throttling.Api": {
    meaning: "该接口本分钟内被调用过多，此次调用没有执行。",
    nextStep: "请等待一分钟再提交；各接口的限制可在配额中心查看。",
  },
  OperationConflict: {
    meaning: "同一弹性网卡或实例上有其他操作正在进行。",
    nextStep: "等待其结束，查看两者状态后再提交。",
  },
  "InvalidRegionId.NotFound": {
    meaning: "该地域不存在。",
    nextStep: "请从列表打开该弹性网卡，使地域直接取自 ECS。",
  },
  "InvalidAction.NotFound": {
    meaning: "应答的服务器不认识 DetachNetworkInterface。",
    nextStep: "请 ENI Desk 管理员检查是哪个地址代替 ECS 应答。",
  },
  "InvalidApi.NotFound": {
    meaning: "应答的服务器不认识该操作。",
    nextStep: "请 ENI Desk 管理员检查是哪个地址代替 ECS 应答。",
  },
  "InvalidProduct.NotFound": {
    meaning: "应答的服务器不提供 ECS。",
    nextStep: "请 ENI Desk 管理员检查在该地域是哪个地址代替 ECS 应答。",
  },
  InvalidVersion: {
    meaning: "应答的服务器不认识 ECS API 的 2014-05-26 版本。",
    nextStep: "请 ENI Desk 管理员检查是哪个地址代替 ECS 应答。",
  },
  "InvalidProtocol.NeedSsl": {
    meaning: "ECS 收到的是明文 HTTP 请求，而此操作只支持 HTTPS。",
    nextStep: "请 ENI Desk 管理员检查代理：ENI Desk 自身只通过 HTTPS 调用阿里云。",
  },
  UnsupportedHTTPMethod: {
    meaning: "请求到达 ECS 时的 HTTP 方法与发出时不同。",
    nextStep: "请 ENI Desk 管理员检查途中的代理是否改动请求。",
  },
  ServiceUnavailable: {
    meaning: "ECS 暂时不可用，但解绑仍有可能已经执行。",
    nextStep: "先查看弹性网卡状态；如果仍为 InUse，请稍后再提交。",
  },
  "ServiceUnavailable.RegionMaintaining": {
    meaning: "该地域正在维护，但解绑仍有可能已经执行。",
    nextStep: "请在阿里云服务健康看板查看维护结束时间；再次提交前先查看弹性网卡状态。",
  },
};
