import { type DemoSubnets, tags, zoneOf } from "#emulator/seed/demo-subnets.ts";
import type { FleetBuilder } from "#emulator/seed/fleet-builder.ts";

const CLUSTER_ID = "c0ffee0123456789abcdef0123456789a";

/** Beyond 2^53, so that a reader that takes it for a JavaScript number gets another one. */
const SERVICE_ID = "9007199254740993123";

/** Nodes of an ACK cluster, with the tags that Terway gives the ENIs it creates, and a trunk with members. */
export function addKubernetes(builder: FleetBuilder, { hangzhou, beijing }: DemoSubnets): void {
  const subnet = zoneOf(hangzhou, 2);
  const cluster = { "ack.aliyun.com": CLUSTER_ID };
  const node = builder.instance(subnet, {
    word: "k8snode1",
    name: "k8s-node-1",
    InstanceType: "ecs.g7.4xlarge",
    Tags: tags({ ...cluster, env: "prod" }),
  });
  builder.eni(subnet, {
    word: "k8snode1pods",
    name: "",
    Description: "interface create by terway",
    Status: "InUse",
    InstanceId: node.InstanceId,
    moreIps: 9,
    Tags: tags({ ...cluster, creator: "terway", "node-name": "cn-hangzhou.10.10.128.10" }),
  });

  builder.eni(subnet, {
    word: "k8snode1prefix",
    name: "",
    Description: "interface create by terway, prefix mode",
    Status: "InUse",
    InstanceId: node.InstanceId,
    ipv6: 1,
    Ipv4PrefixSets: [subnet.pool.ipv4Prefix(0)],
    Ipv6PrefixSets: [`${subnet.vSwitch.Ipv6CidrBlock.replace(/::\/64$/, "")}:8000::/80`],
    Tags: tags({ ...cluster, creator: "terway" }),
  });

  const trunkHost = builder.instance(subnet, {
    word: "trunk1",
    name: "trunk-1",
    InstanceType: "ecs.g7.4xlarge",
    Tags: tags({ env: "staging" }),
  });
  const trunk = builder.eni(subnet, {
    word: "trunk1trunk",
    name: "trunk-1-trunk",
    Type: "Trunk",
    Status: "InUse",
    InstanceId: trunkHost.InstanceId,
    Attachment: {
      InstanceId: trunkHost.InstanceId,
      DeviceIndex: 1,
      NetworkCardIndex: 0,
      TrunkNetworkInterfaceId: "",
    },
  });
  for (const number of [1, 2]) {
    builder.eni(subnet, {
      word: `trunk1member${number}`,
      name: `trunk-1-member-${number}`,
      Type: "Member",
      Status: "InUse",
      Attachment: {
        InstanceId: trunkHost.InstanceId,
        DeviceIndex: 1_000 + number,
        NetworkCardIndex: 0,
        TrunkNetworkInterfaceId: trunk.NetworkInterfaceId,
      },
    });
  }
  addLoneTrunk(builder, { beijing });
}

/** A trunk without members, which may go. */
function addLoneTrunk(builder: FleetBuilder, { beijing }: Pick<DemoSubnets, "beijing">): void {
  const subnet = zoneOf(beijing, 1);
  const host = builder.instance(subnet, { word: "trunk2", name: "trunk-2", InstanceType: "ecs.g7.4xlarge" });
  builder.eni(subnet, {
    word: "trunk2trunk",
    name: "trunk-2-trunk",
    Type: "Trunk",
    Status: "InUse",
    InstanceId: host.InstanceId,
    Attachment: {
      InstanceId: host.InstanceId,
      DeviceIndex: 1,
      NetworkCardIndex: 0,
      TrunkNetworkInterfaceId: "",
    },
  });
}

/** ENIs that somebody else looks after: Terraform, ROS, a cloud service, or the instance's own release. */
export function addManagedByTools(builder: FleetBuilder, { hangzhou, beijing }: DemoSubnets): void {
  const subnet = zoneOf(hangzhou, 0);
  const owned = (word: string, name: string) => {
    const instance = builder.instance(subnet, { word, name });
    return { Status: "InUse", InstanceId: instance.InstanceId };
  };
  builder.eni(subnet, {
    word: "tf1second",
    name: "tf-1-data",
    ...owned("tf1", "tf-1"),
    Tags: tags({ "managed-by": "terraform", "terraform-workspace": "network" }),
  });
  builder.eni(subnet, {
    word: "ros1second",
    name: "ros-1-data",
    ...owned("ros1", "ros-1"),
    Tags: tags({
      "acs:ros:stackId": "3f5a2b10-0000-4000-8000-00000000c0de",
      "acs:ros:stackName": "landing-zone",
    }),
  });
  builder.eni(subnet, {
    word: "release1second",
    name: "release-1-data",
    ...owned("release1", "release-1"),
    DeleteOnRelease: true,
  });
  builder.eni(subnet, {
    word: "managed1second",
    name: "managed-1-service",
    Description: "Created by a cloud service",
    ...owned("managed1", "managed-1"),
    ServiceManaged: true,
    ServiceID: SERVICE_ID,
  });
  builder.eni(subnet, {
    word: "managedhidden",
    name: "load-balancer-backend",
    Description: "Attached by a service that does not say to what",
    Status: "InUse",
    ServiceManaged: true,
    ServiceID: SERVICE_ID,
  });

  const rdmaSubnet = zoneOf(beijing, 0);
  const rdma = builder.instance(rdmaSubnet, {
    word: "rdma1",
    name: "rdma-1",
    InstanceType: "ecs.g8ae.4xlarge",
  });
  builder.eni(rdmaSubnet, {
    word: "rdma1second",
    name: "rdma-1-rdma",
    Status: "InUse",
    InstanceId: rdma.InstanceId,
    NetworkInterfaceTrafficMode: "HighPerformance",
    QueuePairNumber: 8,
  });
}
