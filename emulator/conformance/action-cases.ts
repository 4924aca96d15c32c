import type { Params } from "#emulator/conformance/vendor-clients.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

export const HANGZHOU = { RegionId: "cn-hangzhou" };
export const STS_VERSION = "2015-04-01";
export const VPC_VERSION = "2016-04-28";
const ACTIONTRAIL_VERSION = "2020-07-06";

/** Where the keys and types of an answer are known from. */
const ECS_MODEL = "model in `@alicloud/ecs20140526`";
const VPC_MODEL = "model in `@alicloud/vpc20160428`, kept in `data/vpc-shapes.json`";
const DOCUMENTS = "documentation, kept in `data/documented-shapes.json`";

const seed = demoSeed();
const eniOf = (id: string) => seed.networkInterfaces.find((eni) => eni.NetworkInterfaceId === id);
const spareEni = eniOf(wellKnown.attachable.eniId);

/** Where a new ENI can be made. */
export const PLACE = {
  VSwitchId: spareEni?.VSwitchId ?? "",
  SecurityGroupId: spareEni?.SecurityGroupIds[0] ?? "",
};
const WEB_2_SECOND_IP = eniOf(wellKnown.web2.secondEniId)?.PrivateIpSets[1]?.PrivateIpAddress ?? "";

/** A detach that is accepted. */
export const DETACH = {
  ...HANGZHOU,
  InstanceId: wellKnown.web1.instanceId,
  NetworkInterfaceId: wellKnown.web1.secondEniId,
};
const ATTACHABLE = { ...HANGZHOU, NetworkInterfaceId: wellKnown.attachable.eniId };
const REQUEST_ID = { RequestId: /^[0-9A-F-]{36}$/ };

export type ActionCase = {
  readonly action: string;
  /** Parameters that work in a fresh demo world. */
  readonly params: Params;
  /** A piece of the answer that shows that it was the right one, as `contains` reads it. */
  readonly proof: object;
  /** Of ECS when absent. */
  readonly version?: string;
  readonly shape: string;
};

const ecs = (action: string, params: Params, proof: object = REQUEST_ID): ActionCase => ({
  action,
  params,
  proof,
  shape: ECS_MODEL,
});
const vpc = (action: string, params: Params, proof: object): ActionCase => ({
  action,
  params,
  proof,
  version: VPC_VERSION,
  shape: VPC_MODEL,
});
const documented = (version: string, action: string, params: Params, proof: object): ActionCase => ({
  action,
  params,
  proof,
  version,
  shape: DOCUMENTS,
});

/** Every action there is, each once. */
export const ACTION_CASES: readonly ActionCase[] = [
  ecs(
    "DescribeRegions",
    { AcceptLanguage: "en-US" },
    { Regions: { Region: [{ LocalName: "China (Hangzhou)" }] } },
  ),
  ecs(
    "DescribeZones",
    { ...HANGZHOU, AcceptLanguage: "zh-CN" },
    { Zones: { Zone: [{ LocalName: "杭州 可用区 H" }] } },
  ),
  ecs(
    "DescribeInstances",
    { ...HANGZHOU, InstanceName: "web-*", Tag: [{ Key: "env", Value: "prod" }] },
    { Instances: { Instance: [{ InstanceId: wellKnown.web2.instanceId }] } },
  ),
  ecs(
    "DescribeInstanceStatus",
    { ...HANGZHOU, InstanceId: [wellKnown.batch1.instanceId] },
    {
      InstanceStatuses: { InstanceStatus: [{ InstanceId: wellKnown.batch1.instanceId, Status: "Starting" }] },
    },
  ),
  ecs(
    "DescribeInstanceTypes",
    { InstanceTypes: ["ecs.g7.large"] },
    { InstanceTypes: { InstanceType: [{ EniQuantity: 3 }] } },
  ),
  ecs(
    "DescribeNetworkInterfaces",
    { ...HANGZHOU, NetworkInterfaceId: [wellKnown.web1.secondEniId, wellKnown.web1.thirdEniId] },
    {
      NetworkInterfaceSets: {
        NetworkInterfaceSet: [
          { NetworkInterfaceId: wellKnown.web1.secondEniId, OwnerId: "1000000000000001" },
          { NetworkInterfaceId: wellKnown.web1.thirdEniId },
        ],
      },
    },
  ),
  ecs(
    "DescribeNetworkInterfaceAttribute",
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.trunk1.trunkEniId },
    {
      Type: "Trunk",
      Attachment: {
        MemberNetworkInterfaceIds: {
          MemberNetworkInterfaceId: [wellKnown.trunk1.member1EniId, wellKnown.trunk1.member2EniId],
        },
      },
    },
  ),
  ecs("DetachNetworkInterface", DETACH),
  ecs("AttachNetworkInterface", { ...ATTACHABLE, InstanceId: wellKnown.web1.instanceId }),
  ecs("DeleteNetworkInterface", ATTACHABLE),
  ecs(
    "CreateNetworkInterface",
    { ...HANGZHOU, ...PLACE, NetworkInterfaceName: "conformance", Tag: [{ Key: "env", Value: "test" }] },
    { NetworkInterfaceName: "conformance", Type: "Secondary", OwnerId: "1000000000000001" },
  ),
  ecs("ModifyNetworkInterfaceAttribute", { ...ATTACHABLE, Description: "conformance" }),
  ecs(
    "AssignPrivateIpAddresses",
    { ...ATTACHABLE, SecondaryPrivateIpAddressCount: 1 },
    { AssignedPrivateIpAddressesSet: { PrivateIpSet: { PrivateIpAddress: [/^10\./] } } },
  ),
  ecs("UnassignPrivateIpAddresses", {
    ...HANGZHOU,
    NetworkInterfaceId: wellKnown.web2.secondEniId,
    PrivateIpAddress: [WEB_2_SECOND_IP],
  }),
  ecs(
    "DescribeSecurityGroups",
    { ...HANGZHOU, SecurityGroupName: "main-web" },
    { SecurityGroups: { SecurityGroup: [{ SecurityGroupType: "normal" }] } },
  ),
  ecs("RebootInstance", { InstanceId: wellKnown.web1.instanceId }),
  ecs("StopInstance", { InstanceId: wellKnown.web1.instanceId }),
  ecs("StartInstance", { InstanceId: wellKnown.hangzhouStopped.instanceId }),
  vpc("DescribeVSwitches", HANGZHOU, { TotalCount: 3, PageSize: 10 }),
  vpc("DescribeVpcs", HANGZHOU, { Vpcs: { Vpc: [{ VpcName: "main" }] } }),
  vpc("DescribeRouteTableList", HANGZHOU, { TotalCount: 1 }),
  vpc("DescribeRouteEntryList", { ...HANGZHOU, RouteTableId: "vtb-bp1main0000000000000" }, { TotalCount: 5 }),
  vpc(
    "DescribeEipAddresses",
    { ...HANGZHOU, Status: "Available" },
    { EipAddresses: { EipAddress: [{ Name: "spare" }] } },
  ),
  documented(
    STS_VERSION,
    "GetCallerIdentity",
    {},
    { AccountId: "1000000000000001", IdentityType: "RAMUser" },
  ),
  documented(
    STS_VERSION,
    "AssumeRole",
    { RoleArn: "acs:ram::1000000000000001:role/eni-desk", RoleSessionName: "conformance" },
    { Credentials: { AccessKeyId: /^STS\./ } },
  ),
  documented(ACTIONTRAIL_VERSION, "LookupEvents", { MaxResults: "20" }, { Events: [], StartTime: /Z$/ }),
];
