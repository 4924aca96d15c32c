import { describe, expect, it } from "vitest";
import { parseJson } from "#lib/ecs/parse-json.ts";
import { toNetworkInterface, wireNetworkInterface } from "#lib/ecs/wire-network-interface.ts";

const read = (text: string) =>
  toNetworkInterface(wireNetworkInterface.parse(parseJson(text)), "1000000000000001", "cn-hangzhou");

describe("an ENI as ECS writes it", () => {
  it("may lack everything but its id", () => {
    expect(read('{"NetworkInterfaceId":"eni-1"}')).toMatchObject({
      networkInterfaceId: "eni-1",
      status: "",
      instanceId: null,
      privateIps: [],
      tags: [],
      serviceManaged: false,
      serviceId: null,
      deviceIndex: null,
    });
    expect(wireNetworkInterface.safeParse({}).success).toBe(false);
  });

  it("may have empty, null and unknown parts", () => {
    const eni = read(
      '{"NetworkInterfaceId":"eni-1","InstanceId":"","Tags":{},"Ipv6Sets":null,"SecurityGroupIds":"","AssociatedPublicIp":{},"Brand":{"New":1},"Status":"Quarantined","Type":"slave"}',
    );
    expect(eni).toMatchObject({ status: "Quarantined", type: "slave", instanceId: null, tags: [], ipv6: [] });
  });

  it("keeps every digit of ServiceID, written as number or as text", () => {
    expect(read('{"NetworkInterfaceId":"eni-1","ServiceID":1234567890123456789}').serviceId).toBe(
      "1234567890123456789",
    );
    expect(read('{"NetworkInterfaceId":"eni-1","ServiceID":"42"}').serviceId).toBe("42");
    expect(read('{"NetworkInterfaceId":"eni-1","ServiceID":42}').serviceId).toBe("42");
  });

  it("names the instance in its attachment when it is a member", () => {
    expect(
      read(
        '{"NetworkInterfaceId":"eni-1","InstanceId":"","Attachment":{"InstanceId":"i-1","DeviceIndex":2,"TrunkNetworkInterfaceId":"eni-2"}}',
      ),
    ).toMatchObject({
      instanceId: "i-1",
      deviceIndex: 2,
      networkCardIndex: null,
      trunkNetworkInterfaceId: "eni-2",
    });
  });

  it("lists the primary address once, with its EIP, wherever ECS gives it", () => {
    const eip = { address: "203.0.113.7", allocationId: "eip-1" };
    const outside = '"AssociatedPublicIp":{"PublicIpAddress":"203.0.113.7","AllocationId":"eip-1"}';
    const start = `"NetworkInterfaceId":"eni-1","PrivateIpAddress":"10.0.0.1",${outside}`;
    expect(read(`{${start}}`).privateIps).toEqual([{ address: "10.0.0.1", primary: true, publicIp: eip }]);
    expect(
      read(
        `{${start},"PrivateIpSets":{"PrivateIpSet":[{"PrivateIpAddress":"10.0.0.2","Primary":false},{"PrivateIpAddress":"10.0.0.1","Primary":true}]}}`,
      ).privateIps,
    ).toEqual([
      { address: "10.0.0.2", primary: false },
      { address: "10.0.0.1", primary: true, publicIp: eip },
    ]);
  });

  it("is refused when a part means something else", () => {
    expect(
      wireNetworkInterface.safeParse({ NetworkInterfaceId: "eni-1", ServiceManaged: "perhaps" }).success,
    ).toBe(false);
    expect(
      wireNetworkInterface.safeParse({ NetworkInterfaceId: "eni-1", SecurityGroupIds: [1] }).success,
    ).toBe(false);
  });
});
