import { type Call, readNetworkInterfacesOn, type WireObject } from "#emulator/actions/action.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { hostInstanceId, primaryIp } from "#emulator/world/world.ts";

const MIB_PER_GIB = 1_024;

/** An instance as DescribeInstances answers it. Fields without a meaning here hold what ECS answers for "none". */
export function wireInstance(call: Call, instance: Instance): WireObject {
  const type = call.world.instanceTypes.get(instance.InstanceType);
  const enis = readNetworkInterfacesOn(call, instance.InstanceId);
  const attached = enis.filter(
    (eni) => hostInstanceId(eni) === instance.InstanceId && eni.Status !== "Attaching",
  );
  const primary = attached.find((eni) => eni.Type === "Primary");
  return {
    InstanceId: instance.InstanceId,
    InstanceName: instance.InstanceName,
    HostName: instance.HostName,
    Description: instance.Description,
    Status: instance.Status,
    RegionId: instance.RegionId,
    ZoneId: instance.ZoneId,
    ResourceGroupId: instance.ResourceGroupId,
    InstanceType: instance.InstanceType,
    InstanceTypeFamily: type?.InstanceTypeFamily ?? "",
    Cpu: type?.CpuCoreCount ?? 0,
    Memory: (type?.MemorySize ?? 0) * MIB_PER_GIB,
    CpuOptions: { CoreCount: Math.max(1, (type?.CpuCoreCount ?? 2) / 2), ThreadsPerCore: 2, Numa: "ON" },
    OSName: instance.OSName,
    OSNameEn: instance.OSName,
    OSType: instance.OSType,
    ImageId: instance.ImageId,
    KeyPairName: instance.KeyPairName,
    InstanceNetworkType: "vpc",
    InstanceChargeType: instance.InstanceChargeType,
    InternetChargeType: "PayByTraffic",
    InternetMaxBandwidthIn: 100,
    InternetMaxBandwidthOut: instance.PublicIpAddress.length > 0 ? 5 : 0,
    CreationTime: instance.CreationTime,
    StartTime: instance.StartTime,
    ExpiredTime: instance.ExpiredTime,
    StoppedMode: instance.StoppedMode,
    DeletionProtection: instance.DeletionProtection,
    VpcAttributes: {
      VpcId: instance.VpcId,
      VSwitchId: instance.VSwitchId,
      NatIpAddress: "",
      PrivateIpAddress: { IpAddress: primary ? [primaryIp(primary)] : [] },
    },
    PublicIpAddress: { IpAddress: instance.PublicIpAddress },
    InnerIpAddress: { IpAddress: [] },
    RdmaIpAddress: { IpAddress: [] },
    EipAddress: wireEip(instance),
    SecurityGroupIds: { SecurityGroupId: instance.SecurityGroupIds },
    OperationLocks: {
      LockReason: instance.OperationLocks.map((reason) => ({ LockReason: reason, LockMsg: "" })),
    },
    Tags: { Tag: instance.Tags },
    NetworkInterfaces: { NetworkInterface: attached.map(wireAttached) },
    ...constantFields(instance),
  };
}

function wireEip({ EipAddress }: Instance): WireObject {
  return {
    AllocationId: EipAddress?.AllocationId ?? "",
    IpAddress: EipAddress?.IpAddress ?? "",
    InternetChargeType: EipAddress?.InternetChargeType ?? "",
    Bandwidth: EipAddress?.Bandwidth ?? 0,
    IsSupportUnassociate: true,
  };
}

/** The short form of an ENI inside an instance: there is no Status in it. */
function wireAttached(eni: NetworkInterface): WireObject {
  return {
    NetworkInterfaceId: eni.NetworkInterfaceId,
    MacAddress: eni.MacAddress,
    PrimaryIpAddress: primaryIp(eni),
    Type: eni.Type,
    PrivateIpSets: {
      PrivateIpSet: eni.PrivateIpSets.map((set) => ({
        PrivateIpAddress: set.PrivateIpAddress,
        Primary: set.Primary,
        PrivateDnsName: set.PrivateDnsName,
      })),
    },
    Ipv6Sets: { Ipv6Set: eni.Ipv6Sets },
    Ipv4PrefixSets: { Ipv4PrefixSet: eni.Ipv4PrefixSets.map((prefix) => ({ Ipv4Prefix: prefix })) },
    Ipv6PrefixSets: { Ipv6PrefixSet: eni.Ipv6PrefixSets.map((prefix) => ({ Ipv6Prefix: prefix })) },
  };
}

/** What the emulator does not model, with the value ECS shows for "nothing special". */
function constantFields(instance: Instance): WireObject {
  return {
    AutoReleaseTime: "",
    ClusterId: "",
    CreditSpecification: "",
    DedicatedHostAttribute: { DedicatedHostClusterId: "", DedicatedHostId: "", DedicatedHostName: "" },
    DedicatedInstanceAttribute: { Affinity: "", Tenancy: "" },
    DeploymentSetId: "",
    DeviceAvailable: true,
    EcsCapacityReservationAttr: { CapacityReservationId: "", CapacityReservationPreference: "" },
    GPUAmount: 0,
    GPUSpec: "",
    HibernationOptions: { Configured: false },
    HpcClusterId: "",
    IoOptimized: true,
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    MetadataOptions: { HttpEndpoint: "", HttpPutResponseHopLimit: 0, HttpTokens: "" },
    Recyclable: false,
    SaleCycle: "",
    SerialNumber: `00000000-0000-0000-0000-${Buffer.from(instance.InstanceId).toString("hex").slice(-12)}`,
    SpotDuration: 0,
    SpotPriceLimit: 0,
    SpotStrategy: "NoSpot",
    VlanId: "",
  };
}
