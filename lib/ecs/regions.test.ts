import { describe, expect, it } from "vitest";
import { ok } from "#lib/core/result.ts";
import { createEcsClient } from "#lib/ecs/client.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { alibabaCloudEndpoints } from "#lib/ecs/endpoints.ts";
import type { Transport, TransportAnswer, TransportRequest } from "#lib/ecs/transport.ts";

const REGIONS = {
  RequestId: "R-1",
  Regions: { Region: [{ RegionId: "cn-beijing", RegionEndpoint: "ecs.cn-beijing.aliyuncs.com" }] },
};

/** Stands where the network begins: no host of Alibaba Cloud is called in a unit test. */
function clientBehind(answer: (action: string) => [httpStatus: number, body: object]) {
  const sent: string[] = [];
  let now = 0;
  const transport: Transport = {
    async send({ endpoint, headers }: TransportRequest) {
      const action = headers["x-acs-action"] ?? "";
      sent.push(`${action} ${endpoint.protocol}://${endpoint.host}`);
      const [httpStatus, body] = answer(action);
      return ok<TransportAnswer>({ httpStatus, headers: {}, body: JSON.stringify(body) });
    },
    openAhead() {},
    close() {},
  };
  const client = createEcsClient({
    accountId: "1000000000000001",
    credentials: staticCredentials({ accessKeyId: "id", accessKeySecret: "secret" }),
    endpoints: alibabaCloudEndpoints(),
    transport,
    clock: { now: () => now },
  });
  const detachIn = (regionId: string) =>
    client.detachNetworkInterface({ regionId, instanceId: "i-bp1", networkInterfaceId: "eni-bp1" });
  return { client, sent, detachIn, pass: (ms: number) => (now += ms) };
}

const answering = (action: string): [number, object] => [
  200,
  action === "DescribeRegions" ? REGIONS : { RequestId: "R-2" },
];

describe("a region becomes part of a host", () => {
  it("only after DescribeRegions has listed it, which the client asks for by itself", async () => {
    const { sent, detachIn } = clientBehind(answering);
    expect(await detachIn("cn-beijing")).toEqual({ ok: true, value: { requestId: "R-2" } });
    await detachIn("cn-beijing");
    expect(sent).toEqual([
      "DescribeRegions https://ecs.aliyuncs.com",
      "DetachNetworkInterface https://ecs.cn-beijing.aliyuncs.com",
      "DetachNetworkInterface https://ecs.cn-beijing.aliyuncs.com",
    ]);
  });

  it("never when it is not listed; the list is read again after a minute at the earliest", async () => {
    const { sent, detachIn, pass } = clientBehind(answering);
    for (const regionId of ["cn-hangzhou", "evil.com/", "cn-hangzhou@evil.com"]) {
      expect(await detachIn(regionId)).toMatchObject({ ok: false, error: { kind: "not-sent" } });
    }
    expect(sent).toEqual(["DescribeRegions https://ecs.aliyuncs.com"]);
    pass(61_000);
    await detachIn("cn-hangzhou");
    expect(sent).toHaveLength(2);
  });

  it.each([
    ["refused", [403, { Code: "Forbidden.RAM", Message: "no", RequestId: "R-3" }], "rejected"],
    ["lost", [502, {}], "outcome-unknown"],
  ] as const)(
    "not while the list is %s: a read says so, a detach was not sent",
    async (_name, answer, kind) => {
      const { client, sent, detachIn } = clientBehind(() => [...answer]);
      expect(await client.describeInstances({ regionId: "cn-beijing" })).toMatchObject({ error: { kind } });
      expect(await detachIn("cn-beijing")).toMatchObject({ error: { kind: "not-sent" } });
      expect(sent.every((call) => call.startsWith("DescribeRegions"))).toBe(true);
    },
  );
});
