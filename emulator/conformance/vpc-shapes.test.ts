import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callV3, DEMO_KEY } from "#emulator/client/signed-request.ts";
import { shapeProblems } from "#emulator/conformance/json-shape.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";

const shapesFile = z.object({ answers: z.record(z.string(), z.unknown()) });
const { answers } = shapesFile.parse(
  JSON.parse(readFileSync(new URL("./data/vpc-shapes.json", import.meta.url), "utf8")),
);

const HANGZHOU = { RegionId: "cn-hangzhou" };
const VPC_ID = "vpc-bp1main0000000000000";
const TABLE_ID = "vtb-bp1main0000000000000";

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());

const call = (action: string, params: Record<string, string> = {}, key = DEMO_KEY) =>
  callV3({ url: emulator.url, action, version: "2016-04-28", params: { ...HANGZHOU, ...params }, key });

describe("every answer has the keys and types of the vendor's model, none more and none less", () => {
  test.each(Object.keys(answers))("%s", async (action) => {
    const { httpStatus, body } = await call(action, { RouteTableId: TABLE_ID });
    expect(httpStatus, JSON.stringify(body)).toBe(200);
    expect(shapeProblems(answers[action], body)).toEqual([]);
    expect(JSON.stringify(body)).toContain(VPC_ID.slice(4));
  });

  test("and a wrong one is seen", () => {
    expect(shapeProblems(answers.DescribeVpcs, { TotalCount: "1", Vpc: [] })).toEqual([
      "answer.PageNumber is missing",
      "answer.PageSize is missing",
      "answer.RequestId is missing",
      "answer.Vpcs is missing",
      "answer.TotalCount is a string",
      "answer.Vpc is not in the shape",
    ]);
  });
});

describe("what is asked for", () => {
  test("vSwitches page by number, at most 50, and know how many addresses are left", async () => {
    const { body } = await call("DescribeVSwitches", { VpcId: VPC_ID, PageSize: "2", PageNumber: "2" });
    expect(body).toMatchObject({ TotalCount: 3, PageNumber: 2, PageSize: 2 });
    expect(body).not.toHaveProperty("NextToken");
    const { VSwitch } = body.VSwitches as { VSwitch: { OwnerId: number; AvailableIpAddressCount: number }[] };
    expect(VSwitch).toHaveLength(1);
    expect(VSwitch[0]).toMatchObject({ OwnerId: 1_000_000_000_000_001 });
    expect(VSwitch[0]?.AvailableIpAddressCount).toBeGreaterThan(16_000);
    expect(await call("DescribeVSwitches", { PageSize: "51" })).toMatchObject({
      httpStatus: 400,
      body: { Code: "InvalidParameter" },
    });
  });

  test("an address that an ENI takes is one less for its vSwitch", async () => {
    const eni = emulator.cloud.world.networkInterfaces.get(wellKnown.attachable.eniId);
    const left = async () => {
      const { body } = await call("DescribeVSwitches", { VSwitchId: eni?.VSwitchId ?? "" });
      const { VSwitch } = body.VSwitches as { VSwitch: { AvailableIpAddressCount: number }[] };
      return VSwitch[0]?.AvailableIpAddressCount ?? 0;
    };
    const before = await left();
    await callV3({
      url: emulator.url,
      action: "AssignPrivateIpAddresses",
      params: {
        ...HANGZHOU,
        NetworkInterfaceId: wellKnown.attachable.eniId,
        SecondaryPrivateIpAddressCount: "2",
      },
    });
    expect(await left()).toBe(before - 2);
  });

  test("routes page by token, and one leads through an ENI", async () => {
    const first = await call("DescribeRouteEntryList", { RouteTableId: TABLE_ID, MaxResult: "2" });
    expect(first.body.RouteEntrys).toMatchObject({
      RouteEntry: [
        { Type: "Custom", NextHops: { NextHop: [{ NextHopId: wellKnown.web2.secondEniId }] } },
        {},
      ],
    });
    const NextToken = String(first.body.NextToken);
    const second = await call("DescribeRouteEntryList", {
      RouteTableId: TABLE_ID,
      MaxResult: "5",
      NextToken,
    });
    expect(second.body).toMatchObject({ NextToken: "", RouteEntrys: { RouteEntry: [{}, {}, {}] } });
    expect(await call("DescribeRouteEntryList", { RouteTableId: "vtb-none" })).toMatchObject({
      httpStatus: 404,
      body: { Code: "InvalidRouteTableId.NotFound" },
    });
  });

  test("elastic IP addresses say what they are bound to", async () => {
    const { body } = await call("DescribeEipAddresses", { AssociatedInstanceId: wellKnown.web2.secondEniId });
    expect(body).toMatchObject({
      TotalCount: 1,
      EipAddresses: { EipAddress: [{ Status: "InUse", InstanceType: "NetworkInterface" }] },
    });
    const spare = await call("DescribeEipAddresses", { Status: "Available" });
    expect(spare.body).toMatchObject({ EipAddresses: { EipAddress: [{ InstanceId: "", Name: "spare" }] } });
  });

  test("a caller without the right hears Forbidden.RAM", async () => {
    const key = { accessKeyId: "emulator-norights", accessKeySecret: "emulator-norights-secret" };
    expect(await call("DescribeVpcs", {}, key)).toMatchObject({
      httpStatus: 403,
      body: { Code: "Forbidden.RAM", AccessDeniedDetail: { AuthAction: "vpc:DescribeVpcs" } },
    });
  });
});
