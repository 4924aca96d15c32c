import { describe, expect, it } from "vitest";
import { SeededRandom } from "#emulator/world/random.ts";
import type { Json } from "#lib/core/json.ts";
import { readInstances } from "#lib/ecs/describe-instances.ts";
import { readNetworkInterfaces } from "#lib/ecs/describe-network-interfaces.ts";
import { parseJson } from "#lib/ecs/parse-json.ts";
import { usualInstance } from "#lib/ecs/usual-instance.ts";
import { usualNetworkInterface } from "#lib/ecs/usual-network-interface.ts";
import { UsualShape } from "#lib/ecs/usual-shape.ts";
import { toInstance, wireInstance } from "#lib/ecs/wire-instance.ts";
import { toNetworkInterface, wireNetworkInterface } from "#lib/ecs/wire-network-interface.ts";

const ENI = `{"NetworkInterfaceId":"eni-1","NetworkInterfaceName":"a","Description":"b","Type":"Member","Status":"InUse",
"VpcId":"vpc-1","VSwitchId":"vsw-1","ZoneId":"cn-hangzhou-h","ResourceGroupId":"rg-1","MacAddress":"00:16:3e:00:00:01",
"PrivateIpAddress":"10.0.0.1","AssociatedPublicIp":{"PublicIpAddress":"203.0.113.1","AllocationId":"eip-1"},
"PrivateIpSets":{"PrivateIpSet":[{"PrivateIpAddress":"10.0.0.1","Primary":true,"AssociatedPublicIp":{}},
{"PrivateIpAddress":"10.0.0.2","Primary":false,"AssociatedPublicIp":{"PublicIpAddress":"203.0.113.2","AllocationId":"eip-2"}}]},
"Ipv6Sets":{"Ipv6Set":[{"Ipv6Address":"2408::1"}]},"Ipv4PrefixSets":{"Ipv4PrefixSet":[{"Ipv4Prefix":"10.0.1.0/28"}]},
"Ipv6PrefixSets":{"Ipv6PrefixSet":[{"Ipv6Prefix":"2408::/80"}]},"SecurityGroupIds":{"SecurityGroupId":["sg-1","sg-2"]},
"InstanceId":"i-1","Attachment":{"InstanceId":"i-1","DeviceIndex":1,"NetworkCardIndex":0,"TrunkNetworkInterfaceId":"eni-2"},
"ServiceManaged":true,"ServiceID":1234567890123456789,"DeleteOnRelease":false,"NetworkInterfaceTrafficMode":"Standard",
"Tags":{"Tag":[{"TagKey":"env","TagValue":"prod"}]},"CreationTime":"2026-01-01T00:00:00Z","New":{"Part":[1]}}`;

const INSTANCE = `{"InstanceId":"i-1","InstanceName":"web","HostName":"iZ1Z","Status":"Running","InstanceType":"ecs.g7.large","Cpu":2,
"Memory":8192,"RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-h","OSName":"Linux","CreationTime":"2026-01-01T00:00Z",
"DeletionProtection":true,"VpcAttributes":{"VpcId":"vpc-1","VSwitchId":"vsw-1","PrivateIpAddress":{"IpAddress":["10.0.0.1"]}},
"InnerIpAddress":{"IpAddress":["10.0.0.3"]},"PublicIpAddress":{"IpAddress":["203.0.113.3"]},"EipAddress":{"IpAddress":"203.0.113.1"},
"SecurityGroupIds":{"SecurityGroupId":["sg-1"]},"OperationLocks":{"LockReason":[{"LockReason":"financial"}]},
"Tags":{"Tag":[{"TagKey":"env","TagValue":"prod"}]},"New":{"Part":[1]}}`;

const KINDS = [
  {
    name: "an ENI",
    text: ENI,
    usual: (json: Json, shape: UsualShape) =>
      toNetworkInterface(usualNetworkInterface(json, shape), "1", "cn-hangzhou"),
    bySchema(json: Json) {
      const read = wireNetworkInterface.safeParse(json);
      return read.success ? toNetworkInterface(read.data, "1", "cn-hangzhou") : null;
    },
  },
  {
    name: "an instance",
    text: INSTANCE,
    usual: (json: Json, shape: UsualShape) => toInstance(usualInstance(json, shape), "1", "cn-hangzhou"),
    bySchema(json: Json) {
      const read = wireInstance.safeParse(json);
      return read.success ? toInstance(read.data, "1", "cn-hangzhou") : null;
    },
  },
];

/** What may stand in the place of any value, as JSON can say it. */
const OTHERS = [
  ...["null", "true", "false", "0", "-1", "1.5", "42", "1e999", '""', '"true"', '"false"', '"7"', '"x"'],
  ...["[]", "{}", "[null]", '["a"]', "[1]", '[["a"]]', '{"a":1}', '[{"a":1}]', '{"IpAddress":null}'],
  ...['{"Tag":[]}', '{"Tag":""}', '{"SecurityGroupId":["a",1,null,true]}', "9223372036854775807"],
].map((text) => parseJson(text) ?? null);

/** Puts something else in the place of a value anywhere, adds a part that is not known, or takes one out. */
function damaged(json: Json, random: SeededRandom): Json {
  if (typeof json !== "object" || json === null || random.below(8) === 0) {
    return OTHERS[random.below(OTHERS.length)] ?? null;
  }
  if (Array.isArray(json)) {
    if (json.length === 0) return OTHERS.slice(random.below(OTHERS.length));
    const place = random.below(json.length);
    return json.map((item, at) => (at === place ? damaged(item, random) : item));
  }
  const names = Object.keys(json);
  const name = names[random.below(names.length)] ?? "New";
  if (random.below(8) === 0) return Object.fromEntries(Object.entries(json).filter(([key]) => key !== name));
  return { ...json, [name]: damaged(json[name] ?? null, random) };
}

describe.each(KINDS)("$name read as usual", ({ text, usual, bySchema }) => {
  const whole = parseJson(text) ?? null;

  it("is what the schema reads", () => {
    const shape = new UsualShape();
    expect(usual(whole, shape)).toStrictEqual(bySchema(whole));
    expect(shape.isUsual).toBe(true);
  });

  it("is never anything else, however it is damaged", () => {
    const random = new SeededRandom(20_261_128);
    const seen = { usual: 0, refused: 0, leftToSchema: 0 };
    for (let round = 0; round < 20_000; round += 1) {
      let json = whole;
      for (let times = random.below(3); times >= 0; times -= 1) json = damaged(json, random);
      const shape = new UsualShape();
      const read = usual(json, shape);
      const expected = bySchema(json);
      if (!shape.isUsual) seen[expected === null ? "refused" : "leftToSchema"] += 1;
      else {
        seen.usual += 1;
        expect(read, JSON.stringify(json)).toStrictEqual(expected);
      }
    }
    // Otherwise this would prove little.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});

describe("an answer in which something is not as usual", () => {
  const answer = (list: string, inner: string, rows: string[]) => ({
    requestId: "A",
    body: parseJson(`{"${list}":{"${inner}":[${rows.join()}]},"NextToken":"t","TotalCount":"2"}`) ?? null,
  });

  it("is read by the schema where that accepts it", () => {
    const asText = ENI.replace('"ServiceManaged":true', '"ServiceManaged":"true"');
    const read = readNetworkInterfaces(
      answer("NetworkInterfaceSets", "NetworkInterfaceSet", [ENI, asText]),
      "1",
      { regionId: "cn-hangzhou", priority: "walk" },
    );
    expect(read.ok && read.value.networkInterfaces.map(({ serviceManaged }) => serviceManaged)).toEqual([
      true,
      true,
    ]);
    expect(read).toMatchObject({ value: { nextToken: "t", total: 2 } });
  });

  it("is refused with the place that is wrong where it does not", () => {
    const enis = [ENI, ENI.replace('"ServiceManaged":true', '"ServiceManaged":"perhaps"')];
    const instances = [INSTANCE, INSTANCE.replace('"i-1"', '""')];
    expect(
      readNetworkInterfaces(answer("NetworkInterfaceSets", "NetworkInterfaceSet", enis), "1", {
        regionId: "cn-hangzhou",
      }),
    ).toMatchObject({
      error: { kind: "outcome-unknown", cause: expect.stringContaining("(NetworkInterfaceSets") },
    });
    expect(readInstances(answer("Instances", "Instance", instances), "1", "cn-hangzhou")).toMatchObject({
      error: { kind: "outcome-unknown", cause: expect.stringContaining("(Instances") },
    });
  });
});
