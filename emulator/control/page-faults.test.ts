import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

const strike = (fault: object) => control(emulator.url, "POST", "/faults", { fault });

async function ask(action: string, params: Record<string, string>, version?: string) {
  const { httpStatus, body } = await callV3({
    url: emulator.url,
    action,
    params: { RegionId: "cn-hangzhou", ...params },
    ...(version ? { version } : {}),
  });
  expect(httpStatus).toBe(200);
  return body;
}

/** Ids of every page of ENIs, by token. */
async function enisByToken(): Promise<string[][]> {
  const pages: string[][] = [];
  let token = "";
  do {
    const body = await ask("DescribeNetworkInterfaces", {
      MaxResults: "10",
      ...(token ? { NextToken: token } : {}),
    });
    pages.push(JSON.stringify(body).match(/(?<="NetworkInterfaceId":")eni-\w+/g) ?? []);
    token = String(body.NextToken);
  } while (token);
  return pages;
}

const trueIds = () => [...emulator.cloud.world.networkInterfaces.idsIn("1000000000000001", "cn-hangzhou")];

describe("pages of a list that changes while it is read", () => {
  test("page-repeat says the last rows of a page again at the beginning of the next", async () => {
    await strike({ kind: "page-repeat", rows: 3 });
    const pages = await enisByToken();
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      if (index > 0) expect(page.slice(0, 3)).toEqual(pages[index - 1]?.slice(-3));
    }
    expect([...new Set(pages.flat())]).toEqual(trueIds());
  });

  test("page-omit leaves out the first row of every page but the first", async () => {
    await strike({ kind: "page-omit" });
    const pages = await enisByToken();
    const seen = new Set(pages.flat());
    const missing = trueIds().filter((id) => !seen.has(id));
    expect(pages[0]).toEqual(trueIds().slice(0, 10));
    expect(missing).toHaveLength(pages.length - 1);
    expect(missing[0]).toBe(trueIds()[10]);
  });

  test("both strike numbered pages too, of ECS and VPC", async () => {
    const ids = (body: object) =>
      JSON.stringify(body).match(/(?<="(InstanceId|VSwitchId)":")(i|vsw)-\w+/g) ?? [];
    const instances = async (PageNumber: string) =>
      ids(await ask("DescribeInstances", { PageSize: "5", PageNumber }));
    const vSwitches = async (PageNumber: string) =>
      ids(await ask("DescribeVSwitches", { PageSize: "1", PageNumber }, "2016-04-28"));
    const first = { instances: await instances("1"), vSwitches: await vSwitches("1") };
    const third = { vSwitches: await vSwitches("3") };
    await strike({ kind: "page-repeat" });
    expect(first.instances).toContain((await instances("2"))[0]);
    expect(await instances("1")).toEqual(first.instances);
    await control(emulator.url, "DELETE", "/faults");
    await strike({ kind: "page-omit" });
    expect(await vSwitches("2")).toEqual(third.vSwitches);
  });

  test("without a fault a token neither repeats nor omits, whatever goes meanwhile", async () => {
    const before = trueIds();
    const [gone] = before.filter((id) => {
      const eni = emulator.cloud.world.networkInterfaces.get(id);
      return eni?.Status === "Available" && eni.Type === "Secondary";
    });
    const first = await ask("DescribeNetworkInterfaces", { MaxResults: "10" });
    await ask("DeleteNetworkInterface", { NetworkInterfaceId: gone ?? "" });
    emulator.cloud.clock.advance(60_000);
    const second = await ask("DescribeNetworkInterfaces", {
      MaxResults: "10",
      NextToken: String(first.NextToken),
    });
    const ids = JSON.stringify(second).match(/(?<="NetworkInterfaceId":")eni-\w+/g);
    expect(ids).toEqual(
      before
        .slice(10)
        .filter((id) => id !== gone)
        .slice(0, 10),
    );
  });
});
