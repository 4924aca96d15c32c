import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";

/** A running instance, changed where a test says so. */
export function anInstance(change: Partial<Instance> = {}): Instance {
  return {
    accountId: "1000000000000001",
    regionId: "cn-hangzhou",
    zoneId: "cn-hangzhou-h",
    instanceId: "i-bp10000000000000web1",
    name: "web-1",
    hostName: "web-1",
    status: "Running",
    instanceType: "ecs.g7.large",
    cpu: 2,
    memoryMb: 8192,
    osName: "Alibaba Cloud Linux 3",
    vpcId: "vpc-bp1",
    vSwitchId: "vsw-bp1",
    primaryPrivateIp: "10.0.0.10",
    publicIps: [],
    eipAddress: null,
    securityGroupIds: ["sg-bp1"],
    operationLocks: [],
    deletionProtection: false,
    tags: [],
    createdAt: "2026-01-01T00:00:00Z",
    ...change,
  };
}

/** A plain secondary ENI in use on that instance. */
export function aSecondaryInterface(change: Partial<NetworkInterface> = {}): NetworkInterface {
  return {
    accountId: "1000000000000001",
    regionId: "cn-hangzhou",
    zoneId: "cn-hangzhou-h",
    networkInterfaceId: "eni-bp1000000000000web1b",
    name: "web-1-b",
    description: "",
    type: "Secondary",
    status: "InUse",
    vpcId: "vpc-bp1",
    vSwitchId: "vsw-bp1",
    primaryPrivateIp: "10.0.0.11",
    privateIps: [{ address: "10.0.0.11", primary: true }],
    ipv6: [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    macAddress: "00:16:3e:00:00:0b",
    securityGroupIds: ["sg-bp1"],
    instanceId: "i-bp10000000000000web1",
    deviceIndex: 1,
    networkCardIndex: null,
    trunkNetworkInterfaceId: null,
    serviceManaged: false,
    serviceId: null,
    deleteOnRelease: false,
    trafficMode: "Standard",
    tags: [],
    resourceGroupId: "",
    createdAt: "2026-01-01T00:00:00Z",
    ...change,
  };
}
