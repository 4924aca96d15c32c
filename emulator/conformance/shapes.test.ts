import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { allKeys, answerModel, type Comparison, compare } from "#emulator/conformance/model-shape.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, detachMs: 0 });
});
afterAll(() => emulator.close());

const HANGZHOU = { RegionId: "cn-hangzhou" };

const eniOf = (id: string) => demoSeed().networkInterfaces.find((eni) => eni.NetworkInterfaceId === id);
const PLACE = {
  VSwitchId: eniOf(wellKnown.attachable.eniId)?.VSwitchId ?? "",
  SecurityGroupId: eniOf(wellKnown.attachable.eniId)?.SecurityGroupIds[0] ?? "",
};
const WEB_2_SECOND_IP = eniOf(wellKnown.web2.secondEniId)?.PrivateIpSets[1]?.PrivateIpAddress ?? "";

/** Every read of the demo fleet, and one call of each write. */
const CASES: Record<string, Record<string, string>[]> = {
  DescribeRegions: [{}],
  DescribeZones: [HANGZHOU],
  DescribeInstances: [
    { ...HANGZHOU, MaxResults: "100" },
    { RegionId: "cn-beijing", PageSize: "100" },
    { RegionId: "ap-southeast-1" },
  ],
  DescribeInstanceStatus: [HANGZHOU],
  DescribeInstanceTypes: [{}],
  DescribeNetworkInterfaces: [
    { ...HANGZHOU, MaxResults: "500" },
    { RegionId: "cn-beijing", MaxResults: "500" },
    { RegionId: "ap-southeast-1", PageSize: "100", PageNumber: "1" },
  ],
  DescribeNetworkInterfaceAttribute: [
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.trunk1.trunkEniId },
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.web2.secondEniId },
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.managed1.serviceEniId },
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.k8sNode1.prefixEniId },
  ],
  DetachNetworkInterface: [
    { ...HANGZHOU, InstanceId: wellKnown.web1.instanceId, NetworkInterfaceId: wellKnown.web1.secondEniId },
  ],
  AttachNetworkInterface: [
    { ...HANGZHOU, InstanceId: wellKnown.web1.instanceId, NetworkInterfaceId: wellKnown.attachable.eniId },
  ],
  DeleteNetworkInterface: [{ RegionId: "ap-southeast-1", NetworkInterfaceId: wellKnown.lone.availableEniId }],
  DescribeSecurityGroups: [HANGZHOU],
  CreateNetworkInterface: [
    {
      ...HANGZHOU,
      ...PLACE,
      "Tag.1.Key": "env",
      SecondaryPrivateIpAddressCount: "1",
      Ipv4PrefixCount: "1",
      Ipv6AddressCount: "1",
    },
  ],
  ModifyNetworkInterfaceAttribute: [
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.attachable.eniId, Description: "shape" },
  ],
  AssignPrivateIpAddresses: [
    {
      ...HANGZHOU,
      NetworkInterfaceId: wellKnown.web2.secondEniId,
      SecondaryPrivateIpAddressCount: "1",
      Ipv4PrefixCount: "1",
    },
  ],
  UnassignPrivateIpAddresses: [
    { ...HANGZHOU, NetworkInterfaceId: wellKnown.web2.secondEniId, "PrivateIpAddress.1": WEB_2_SECOND_IP },
  ],
  RebootInstance: [{ InstanceId: wellKnown.web2.instanceId }],
  StopInstance: [{ InstanceId: wellKnown.web1.instanceId }],
  StartInstance: [{ InstanceId: wellKnown.hangzhouStopped.instanceId }],
};

/** Keys of the vendor's models that the emulator never answers, since it models nothing they could tell. */
const NEVER_ANSWERED: Record<string, readonly RegExp[]> = {
  DescribeInstances: [
    /\.(AdditionalInfo|ClockOptions|ImageOptions|PrivateDnsNameOptions|SecurityOptions)(\.|$)/,
    /\.(EnableNVS|ISP|DeploymentSetGroupNo|SpotInterruptionBehavior)$/,
    /\.CpuOptions\.(EnableVISST|EnableVRDT|NestedVirtualization|TopologyType|TurboMode)$/,
    /\.MetadataOptions\.InstanceMetadataTags$/,
  ],
  DescribeInstanceTypes: [
    /\[\]\.(Attributes|Clock|CpuOptions|EnhancedNetwork|NetworkInfo|SecurityOptions|SupportedBootModes)(\.|$)/,
    /\[\]\.(BaselineCredit|InitialCredit|Cpu(Speed|Turbo)Frequency|DiskQuantity|GPUMemorySize|InstanceCategory)$/,
    /\[\]\.(Instance(BandwidthRx|BandwidthTx|PpsRx|PpsTx)|JumboFrameSupport|LocalStorage(Amount|Capacity))$/,
    /\[\]\.(MaximumQueueNumberPerEni|NetworkEncryptionSupport|PhysicalProcessorModel|PrimaryEniQueueNumber)$/,
    /\[\]\.(QueuePairNumber|SecondaryEniQueueNumber|TotalEniQueueQuantity)$/,
  ],
  DescribeSecurityGroups: [
    /\[\]\.(AvailableInstanceAmount|EcsCount|GroupToGroupRuleCount|RuleCount|ServiceID)$/,
    /\[\]\.Tags\.Tag\[\]\.\w+$/,
  ],
  // A new ENI is managed by no service and takes no IPv6 prefixes.
  CreateNetworkInterface: [/^ServiceID$/, /^Ipv6PrefixSets\.Ipv6PrefixSet\[\]/],
  DescribeNetworkInterfaceAttribute: [
    /SlaveInterfaceSpecificationSet\[\]\.\w+$/,
    /^QoSConfig\.QoS(\.|$)/,
    /^EnhancedNetwork\.(EnableExpress|EnableRss|VirtualFunction\w+)$/,
  ],
};

/**
 * Keys that the emulator answers for some rows only. ECS publishes no list of
 * what it always sends; ours is that a key of one row is a key of every row.
 */
const SOMETIMES: Record<string, readonly RegExp[]> = {
  // An ENI that no service manages has none.
  DescribeNetworkInterfaces: [/\[\]\.ServiceID$/],
  DescribeNetworkInterfaceAttribute: [/^ServiceID$/],
};

describe("every row has the keys and types of the vendor's model", () => {
  test.each(Object.entries(CASES))("%s", async (action, calls) => {
    const model = answerModel(action);
    const comparison: Comparison = { problems: [], seen: new Set(), missing: new Set() };
    for (const params of calls) {
      const { httpStatus, body } = await callV3({ url: emulator.url, action, params });
      expect(httpStatus, JSON.stringify(body)).toBe(200);
      compare(model, body, comparison);
    }
    expect(comparison.problems).toEqual([]);
    const silent = NEVER_ANSWERED[action] ?? [];
    const neverSeen = allKeys(model).filter((key) => !comparison.seen.has(key));
    expect(neverSeen.filter((key) => !silent.some((pattern) => pattern.test(key)))).toEqual([]);
    const excused = [...silent, ...(SOMETIMES[action] ?? [])];
    expect([...comparison.missing].filter((key) => !excused.some((pattern) => pattern.test(key)))).toEqual(
      [],
    );
  });
});

test("a key that the model does not know, a value of another type, and a key that is missing are seen", () => {
  const comparison: Comparison = { problems: [], seen: new Set(), missing: new Set() };
  compare(answerModel("DetachNetworkInterface"), { RequestId: 1, Success: true }, comparison);
  compare(answerModel("DetachNetworkInterface"), { Success: true }, comparison);
  expect(comparison.problems).toEqual([
    "RequestId is a number, the model says string",
    "Success is not in the model",
    "Success is not in the model",
  ]);
  expect([...comparison.missing]).toEqual(["RequestId"]);
});
