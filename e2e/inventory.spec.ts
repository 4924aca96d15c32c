import { eniPath } from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { DEMO_PASSWORD, fillSignIn } from "#e2e/fixtures/sign-in.ts";
import { findEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

test("instances of five regions stand in one list, each with its account", async ({ page }) => {
  await visitAs(page, "viewer");
  const instances = page.getByRole("table", { name: "Instances" });
  for (const regionId of ["cn-hangzhou", "cn-beijing", "ap-southeast-1", "cn-shanghai", "eu-central-1"]) {
    const row = instances.getByRole("row", { name: regionId }).first();
    await expect(row).toBeVisible();
    await expect(row).toContainText("Emulator");
  }
});

test("every page that a row leads to carries the account and the region", async ({ page }) => {
  await visitAs(page, "viewer");
  await page.getByRole("searchbox", { name: "Search" }).fill("web-1");
  await page.getByRole("link", { name: "web-1", exact: true }).click();
  await expect(page).toHaveURL(/accountId=1000000000000001&regionId=cn-hangzhou/);
  await expect(page.getByRole("heading", { level: 1, name: "web-1" })).toBeFocused();

  const table = page.getByRole("table", { name: "Network interfaces" });
  await table.getByRole("link", { name: wellKnown.web1.secondEniId }).click();
  await expect(page).toHaveURL(/network-interfaces\/eni-bp1web1second0000000\?/);
  await expect(page).toHaveURL(/accountId=1000000000000001&regionId=cn-hangzhou/);
});

test("a search is in the address, and the copied link opens the same view elsewhere", async ({
  page,
  browser,
}) => {
  await visitAs(page, "operator", "/network-interfaces");
  await page.getByRole("searchbox", { name: "Search" }).fill("env=prod");
  await page.getByRole("combobox", { name: "Region" }).selectOption("cn-hangzhou");
  await page.getByRole("button", { name: "Private IP" }).click();
  await expect(page).toHaveURL(/q=env%3Dprod/);
  await expect(page).toHaveURL(/regionId=cn-hangzhou/);
  const table = page.getByRole("table", { name: "Network interfaces" });
  await expect(table).not.toHaveAttribute("aria-busy");
  await expect(table).not.toContainText("cn-beijing");
  const ids = await table.getByRole("link", { name: /^eni-/ }).allTextContents();
  expect(ids).toContain(wellKnown.web2.secondEniId);

  const elsewhere = await browser.newContext();
  const clean = await elsewhere.newPage();
  await clean.goto(page.url());
  await fillSignIn(clean, "viewer", DEMO_PASSWORD);
  await expect(clean.getByRole("searchbox", { name: "Search" })).toHaveValue("env=prod");
  await expect(clean.getByRole("combobox", { name: "Region" })).toHaveValue("cn-hangzhou");
  const sameTable = clean.getByRole("table", { name: "Network interfaces" });
  await expect(sameTable.getByRole("link", { name: /^eni-/ })).toHaveText(ids);
  await elsewhere.close();
});

test("an ENI is found by everything a person may know of it", async ({ page }) => {
  await visitAs(page, "viewer", "/network-interfaces");
  const table = page.getByRole("table", { name: "Network interfaces" });
  for (const query of [
    wellKnown.web2.secondEniId,
    "web-2-public",
    "10.10.64.17",
    "10.10.64.16/31",
    "47.96.10.20",
    "00:16:3e:00:00:07",
    "2408:4005:a:2::a",
    "sg-bp1mainweb0000000000 web-2",
  ]) {
    await test.step(query, async () => {
      await page.getByRole("searchbox", { name: "Search" }).fill(query);
      await expect(table.getByRole("link", { name: /^eni-/ })).toHaveText([wellKnown.web2.secondEniId]);
    });
  }
});

test("an instance shows its ENIs with type, status, addresses, security groups and tags", async ({
  page,
}) => {
  await visitAs(page, "viewer");
  await page.getByRole("searchbox", { name: "Search" }).fill("web-2");
  await page.getByRole("link", { name: "web-2", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "web-2" })).toBeVisible();

  const row = page
    .getByRole("table", { name: "Network interfaces" })
    .getByRole("row", { name: wellKnown.web2.secondEniId });
  for (const word of ["Secondary", "InUse", "10.10.64.16", "47.96.10.20", "and 3 more addresses"]) {
    await expect(row).toContainText(word);
  }
  await expect(row).toContainText("sg-bp1maindefault000000");
  await expect(row).toContainText("env=prod");
  await expect(page.getByRole("button", { name: /^Secondary 1 eni-bp1web2second/ })).toContainText("InUse");
  // An ecs.g7.xlarge takes four ENIs, and two are there.
  await expect(page.getByText("Free slot", { exact: true })).toHaveCount(2);
});

test("an ENI's page shows every address with its EIP, and ECS's answer with its RequestId", async ({
  page,
  emulator,
}) => {
  await visitAs(page, "viewer", eniPath(await findEni(emulator, wellKnown.web2.secondEniId)));
  const addresses = page.getByRole("table", { name: "Addresses" });
  await expect(addresses.getByRole("row", { name: "10.10.64.16" })).toContainText("47.96.10.20");
  await expect(addresses.getByRole("row", { name: "10.10.64.16" })).toContainText("Primary private IPv4");
  await expect(addresses.getByRole("row", { name: "10.10.64.17" })).toContainText("Secondary private IPv4");
  await expect(addresses.getByRole("row", { name: "2408:4005:a:2::a" })).toContainText("IPv6");
  await expect(page.getByText("sg-bp1mainweb0000000000", { exact: true })).toBeVisible();

  await page.getByText("Show the answer").click();
  await expect(page.getByText('"NetworkInterfaceId": "eni-bp1web2second0000000"')).toBeVisible();
});

test("regions that cannot be read are lines, and the others are all there", async ({ page, emulator }) => {
  // Found out when a region is read again, and shown when the page asks again.
  test.setTimeout(180_000);
  await visitAs(page, "admin");
  await emulator.addFault(
    { action: "DescribeInstances", regionId: "cn-beijing" },
    { kind: "error", code: "InternalError" },
  );
  await emulator.addFault(
    { action: "DescribeInstances", regionId: "eu-central-1" },
    { kind: "throttle", retryAfterMs: 6_000 },
  );
  await expect(page.getByText("2 of 5 regions could not be read.")).toBeVisible({ timeout: 40_000 });
  const line = page.getByRole("listitem").filter({ hasText: "cn-beijing:" });
  await expect(line).toContainText("InternalError");
  await expect(line).toContainText(/last read .+ ago|last read just now/);
  const throttled = page.getByRole("listitem").filter({ hasText: "eu-central-1: ECS asks to slow down" });
  await expect(throttled).toContainText("Throttling.User");
  await expect(page.getByRole("row", { name: /cn-hangzhou/ }).first()).toBeVisible();

  // What was read of them before is searched too, and is said to be as old as it is.
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.fill("no-instance-has-this-name");
  await expect(
    page.getByText(/^Looked in as they were last read: cn-beijing \(.+ ago\), eu-central-1 \(.+ ago\)\.$/),
  ).toBeVisible();
  await expect(page.getByText("Not looked in:")).toBeHidden();
  await search.fill("");

  // Who keeps ENI Desk sees what it asks of ECS, and where ECS asked to slow down; the figures move by themselves.
  const settings = await page.context().newPage();
  await settings.goto("/settings");
  const calls = settings.getByRole("table", { name: "Calls to ECS" });
  const cells = calls.getByRole("row", { name: /^DescribeInstances eu-central-1 / }).getByRole("cell");
  await expect(cells.nth(3)).toHaveText(/^[1-9]\d*$/);
  await expect(cells.nth(4)).toHaveText("250");
  await expect(cells.nth(5)).toHaveText(/^ECS throttled; held until \d\d:\d\d:\d\d$/, { timeout: 20_000 });
  const fine = calls.getByRole("row", { name: /^DescribeInstances cn-hangzhou / }).getByRole("cell");
  await expect(fine.nth(5)).toHaveText("–");

  await emulator.clearFaults();
  await expect(line).toBeHidden({ timeout: 60_000 });
  await expect(throttled).toBeHidden({ timeout: 60_000 });
  await expect(cells.nth(5)).toHaveText("–", { timeout: 20_000 });
});

test("names that are attacks are shown as the text they are", async ({ page }) => {
  const opened: string[] = [];
  page.on("dialog", (dialog) => {
    opened.push(dialog.message());
    void dialog.dismiss();
  });
  await visitAs(page, "viewer");
  await page.getByRole("searchbox", { name: "Search" }).fill("hostile");
  const table = page.getByRole("table", { name: "Instances" });
  await expect(table.getByRole("row")).toHaveCount(8);
  for (const name of [
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x","y")',
    '"; DROP TABLE network_interfaces; --',
    "🚀 火箭 👩‍👩‍👧‍👦",
  ]) {
    await expect(table.getByRole("link", { name, exact: true })).toBeVisible();
  }
  await table.getByRole("link", { name: "<img src=x onerror=alert(1)>", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("<img src=x onerror=alert(1)>");
  await page.getByRole("link", { name: wellKnown.hostile.eniId(1) }).click();
  await expect(page.getByText("note=<img src=x onerror=alert(1)>")).toBeVisible();
  expect(opened).toEqual([]);
});

test("a search without a match says so, in which regions, and how to get back", async ({ page }) => {
  await visitAs(page, "viewer");
  await page.getByRole("searchbox", { name: "Search" }).fill("no-such-thing");
  await expect(page.getByText("No instance matches")).toBeVisible();
  await expect(page.getByText("No match in 5 of 5 regions.")).toBeVisible();
  await expect(page.getByText(/Looked in: .*cn-hangzhou/)).toBeVisible();

  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect(page.getByRole("table", { name: "Instances" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page).toHaveURL(/\/instances$/);
});

test("an address that leads nowhere says so inside the frame", async ({ page }) => {
  await visitAs(page, "viewer");
  const nowhere = await page.goto(
    "/instances/i-bp1nosuchinstance000?accountId=1000000000000001&regionId=cn-hangzhou",
  );
  expect(nowhere?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Nothing at this address" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});
