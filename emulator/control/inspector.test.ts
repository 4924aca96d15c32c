import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3, send } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { CHROMIUM_ARGUMENTS, findChromium } from "#scripts/chromium.ts";

const { web1 } = wellKnown;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

const executablePath = findChromium();
let browser: Browser;

/** The page, with everything that its console and its security policy complained about. */
async function open(look: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext(look);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${emulator.url}/_emulator/`);
  await page.getByText(web1.instanceId).first().waitFor();
  return { page, complaints };
}

// Someone who wants only the emulator need not have a browser; `npm test` fetches one.
const reason = executablePath === null ? " (skipped: there is no Chromium on this machine)" : "";
describe.skipIf(executablePath === null)(`the inspector in a browser${reason}`, () => {
  beforeAll(async () => {
    browser = await chromium.launch({
      args: [...CHROMIUM_ARGUMENTS],
      ...(executablePath === null ? {} : { executablePath }),
    });
  });
  afterAll(() => browser.close());

  test("shows the world and finds in it, names that are markup as text", async () => {
    const { page, complaints } = await open();
    const enis = page.getByRole("region", { name: /Network interfaces/ });
    await page.getByRole("searchbox", { name: "Search" }).fill(web1.secondEniId);
    await expect.poll(() => enis.getByRole("row").count()).toBe(2);
    await page.getByRole("searchbox", { name: "Search" }).fill("<img");
    await expect.poll(() => page.getByText("<img").count()).toBeGreaterThan(0);
    expect(await page.locator("td img").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(
    (["light", "dark"] as const).flatMap((colorScheme) => [
      { colorScheme, viewport: { width: 1_280, height: 900 } },
      { colorScheme, viewport: { width: 390, height: 844 } },
    ]),
  )("breaks no rule of accessibility: $colorScheme, $viewport.width wide", async (look) => {
    await control(emulator.url, "POST", "/faults", { fault: { kind: "latency", ms: 1 } });
    for (const NetworkInterfaceId of [web1.secondEniId, web1.primaryEniId]) {
      const params = { RegionId: "cn-hangzhou", InstanceId: web1.instanceId, NetworkInterfaceId };
      await callV3({ url: emulator.url, action: "DetachNetworkInterface", params });
    }
    const { page } = await open(look);
    await page.getByText("InvalidOperation.DetachPrimaryEniNotAllowed").waitFor();
    // Every kind of row stays, and the pages of ordinary ones go, which axe would look at one by one.
    await page.getByRole("searchbox", { name: "Search" }).fill("states-1");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
      [],
    );
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.context().close();
  });

  test("shows calls as they come in", async () => {
    const { page } = await open();
    const { body } = await callV3({ url: emulator.url, action: "DescribeRegions" });
    await page.getByText(String(body.RequestId)).waitFor();
    await page.context().close();
  });

  test("switches a fault on and off, and moves the clock", async () => {
    const { page, complaints } = await open();
    await page.getByLabel("Kind").selectOption("throttle");
    await page.getByLabel("Action").fill("DescribeRegions");
    await page.getByLabel("Chance").fill("1");
    await page.getByRole("button", { name: "Switch on" }).click();
    await page.getByRole("button", { name: "Remove fault-1" }).waitFor();
    expect((await callV3({ url: emulator.url, action: "DescribeRegions" })).body.Code).toBe(
      "Throttling.User",
    );
    await page.getByRole("button", { name: "Remove fault-1" }).click();
    await expect.poll(() => emulator.cloud.faults.list()).toEqual([]);
    await page.getByRole("button", { name: "Freeze" }).click();
    await expect.poll(() => emulator.cloud.clock.isFrozen).toBe(true);
    const before = emulator.cloud.clock.now();
    await page.getByRole("button", { name: "Advance" }).click();
    await expect.poll(() => emulator.cloud.clock.now()).toBe(before + 60_000);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test("the inspector carries a policy under which nothing inline runs, and is closed to strangers", async () => {
  const { host } = new URL(emulator.url);
  const get = (headers: Record<string, string>) =>
    send(emulator.url, { method: "GET", path: "/_emulator/", headers, body: "" });
  const answer = await get({ host });
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(answer.body).not.toMatch(/<script>|<style|style=|onclick=/);
  expect((await get({ host: "rebound.example" })).httpStatus).toBe(403);
  expect((await get({ host, "sec-fetch-site": "cross-site" })).httpStatus).toBe(403);
});
