import type { Locator, Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { signInAs } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk, freePort } from "#e2e/http/desk.ts";

/** All five regions, so that the fleet of the stories before is replaced as a whole. */
const FLEET = { instances: 600, enis: 3_000, regions: 5, seed: 11 };
/** The dashboard keeps what it has read for 20 s. */
const NEXT_READING = { timeout: 40_000 };
const MOVING = 6;

let moving: string[] = [];

test.beforeAll(async ({ browser, emulator }) => {
  await emulator.reset(FLEET);
  const { networkInterfaces } = await emulator.world();
  moving = networkInterfaces
    .filter(({ Type }) => Type === "Secondary")
    .slice(0, MOVING)
    .map(({ NetworkInterfaceId }) => String(NetworkInterfaceId));
  for (const id of moving) await emulator.patchNetworkInterface(id, { Status: "Detaching" });

  // The first look at what has become old has it read again.
  const page = await browser.newPage();
  await visitAs(page, "operator", "/requests");
  const total = async () => {
    const answer = await page.request.get("/api/network-interfaces?limit=1");
    return ((await answer.json()) as { total: number }).total;
  };
  await expect.poll(total, NEXT_READING).toBe(FLEET.enis);
  await page.close();
});

const tableOf = (page: Page) => page.getByRole("table", { name: "Network interfaces" });
const frameOf = (page: Page) => page.getByRole("group", { name: /Network interfaces/ });
/** Row 1 is the header. */
const rowAt = (page: Page, rowIndex: number) => tableOf(page).locator(`tr[aria-rowindex="${rowIndex}"]`);
const linkIn = (row: Locator) => row.getByRole("link", { name: /^eni-/ });

async function visitFleet(page: Page, query = ""): Promise<void> {
  await visitAs(page, "operator", `/network-interfaces${query}`);
}

/** Drags the scrollbar: to so many px, once the page has come alive and the scrollbar stands for all rows. */
async function dragTo(page: Page, top: number): Promise<void> {
  const frame = frameOf(page);
  const height = () => frame.evaluate((element) => element.scrollHeight);
  await expect.poll(height).toBeGreaterThan(FLEET.enis * 40);
  await frame.evaluate((element, scrollTop) => {
    element.scrollTop = scrollTop;
  }, top);
}

/** The first row below the header: its ENI and how far from the top of the table it is, in px. */
function rowOnTop(page: Page): Promise<{ id: string; top: number; rowIndex: number }> {
  return tableOf(page).evaluate((table) => {
    const edge = table.querySelector("thead th")?.getBoundingClientRect().bottom ?? 0;
    for (const row of table.querySelectorAll("tbody tr[aria-rowindex]")) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom <= edge + 1) continue;
      const id = row.querySelector("a")?.textContent ?? "";
      return { id, top: top - edge, rowIndex: Number(row.getAttribute("aria-rowindex")) };
    }
    throw new Error("The table shows no row.");
  });
}

test("3,000 ENIs are one table: its middle and its end are a scroll away, and few rows are drawn", async ({
  page,
}) => {
  await visitFleet(page);
  await expect(tableOf(page)).toHaveAttribute("aria-rowcount", "3001");
  await dragTo(page, 81_300);
  await expect(linkIn(rowAt(page, 1_510))).toBeVisible();
  const heights = await tableOf(page).evaluate((table) =>
    [...table.querySelectorAll("tbody tr[aria-rowindex]")].map((row) => row.getBoundingClientRect().height),
  );
  expect(heights.length).toBeLessThan(60);
  expect(new Set(heights).size).toBe(1);

  await rowAt(page, 1_510).hover();
  await page.mouse.wheel(0, 10_000_000);
  await expect(linkIn(rowAt(page, 3_001))).toBeVisible();
});

/** Rows that are drawn below what is seen. */
function rowsBelow(page: Page): Promise<number> {
  return frameOf(page).evaluate((frame) => {
    const { bottom } = frame.getBoundingClientRect();
    const rows = [...frame.querySelectorAll("tbody tr[aria-rowindex]")];
    return rows.filter((row) => row.getBoundingClientRect().top >= bottom).length;
  });
}

test("another search begins at the top, and the rows below what is seen are there before they are scrolled to", async ({
  page,
}) => {
  await visitFleet(page);
  await dragTo(page, 81_300);
  await expect(linkIn(rowAt(page, 1_510))).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search" });
  for (const text of ["type:secondary", "no-such-thing", "eni-"]) {
    await search.fill(text);
    if (text === "no-such-thing") {
      await expect(page.getByText("No network interface matches")).toBeVisible();
      continue;
    }
    await expect.poll(async () => (await rowOnTop(page)).rowIndex).toBe(2);
    await expect.poll(() => rowsBelow(page)).toBeGreaterThan(8);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`in the middle of 3,000 rows the table is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await visitFleet(page);
    await dragTo(page, 80_000);
    await expect(linkIn(rowAt(page, 1_490))).toBeVisible();
    await rowAt(page, 1_490).focus();
    await page.keyboard.press("ArrowDown");
    await expectNoAxeViolations(page);
  });
}

test("the first column and the actions stay in sight while the rest scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await visitFleet(page, "?hide=none");
  const row = rowAt(page, 2);
  await frameOf(page).evaluate((frame) => {
    frame.scrollLeft = 900;
  });
  await expect(linkIn(row)).toBeInViewport({ ratio: 1 });
  await expect(row.getByRole("button", { name: /^Detach/ })).toBeInViewport({ ratio: 1 });
});

test("the keys walk through rows that are not there yet, look into one and open it", async ({ page }) => {
  await visitFleet(page);
  await expect(tableOf(page)).toHaveAttribute("aria-rowcount", "3001");
  await rowAt(page, 2).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(rowAt(page, 4)).toBeFocused();
  await page.keyboard.press("End");
  await expect(rowAt(page, 3_001)).toBeFocused();
  await expect(linkIn(rowAt(page, 3_001))).toBeVisible();
  await expect(rowAt(page, 3_001)).toBeFocused();
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("PageUp");
  const stood = page.locator("tr:focus");
  await expect(linkIn(stood)).toBeVisible();
  expect(Number(await stood.getAttribute("aria-rowindex"))).toBeLessThan(2_985);

  await page.keyboard.press("Tab");
  await expect(linkIn(page.locator("tr:has(:focus)"))).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await expect(rowAt(page, 2)).toBeFocused();

  const id = String(await linkIn(rowAt(page, 2)).textContent());
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog", { name: id })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(rowAt(page, 2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/network-interfaces/${id}\\?`));
});

test("Tab comes in at one row, goes through its controls, and out", async ({ page }) => {
  await visitFleet(page);
  await rowAt(page, 3).focus();
  const inTable = () => tableOf(page).evaluate((table) => table.contains(document.activeElement));
  const rows = new Set<string | null>();
  let presses = 0;
  for (; presses < 20 && (await inTable()); presses += 1) {
    rows.add(await page.locator("tr:focus, tr:has(:focus)").getAttribute("aria-rowindex"));
    await page.keyboard.press("Tab");
  }
  expect([...rows]).toEqual(["3"]);
  expect(presses).toBeGreaterThan(3);
  expect(await inTable()).toBe(false);
});

test("a row under the pointer stays where it is while others leave, and what waits is shown when asked for", async ({
  page,
  emulator,
}) => {
  await visitFleet(page, "?status=Detaching&sort=networkInterfaceId");
  await expect(tableOf(page)).toHaveAttribute("aria-rowcount", String(MOVING + 1), NEXT_READING);
  const ids = await tableOf(page).getByRole("link", { name: /^eni-/ }).allTextContents();
  const [leaving, , pointed] = ids;
  const row = tableOf(page).getByRole("row", { name: String(pointed) });
  await row.hover();
  const before = await row.boundingBox();

  await emulator.patchNetworkInterface(String(leaving), { Status: "Available" });
  const show = page.getByRole("button", { name: /Newer rows wait/ });
  await expect(show).toBeVisible(NEXT_READING);
  expect(await row.boundingBox()).toEqual(before);
  await expect(tableOf(page).getByRole("link", { name: /^eni-/ })).toHaveText(ids);

  await show.click();
  await expect(tableOf(page).getByRole("link", { name: String(leaving) })).toHaveCount(0);
  await expect(show).toBeHidden();
});

test("when the server was replaced by a new one, the row that was on top stays on top", async ({
  browser,
}) => {
  const port = await freePort();
  const ecs = `http://127.0.0.1:${EMULATOR_TEST_PORT}`;
  const old = await Desk.startAt(port, ecs);
  const context = await browser.newContext({ baseURL: `http://localhost:${port}` });
  const page = await context.newPage();
  await signInAs(page, "operator");
  await page.goto("/network-interfaces");
  await expect(tableOf(page)).toHaveAttribute("aria-rowcount", "3001", NEXT_READING);
  await page.mouse.move(0, 0);
  await dragTo(page, 60_010);
  await expect(linkIn(rowAt(page, 1_120))).toBeVisible();

  // The version of the list that the page shows is none that a new server keeps.
  await old.stopServer();
  const next = await Desk.startAt(port, ecs, { DATABASE_URL: `file:${old.databasePath}` });
  const expired = page.waitForResponse((response) => response.status() === 410);
  await dragTo(page, 65_030);
  const before = await rowOnTop(page);
  await expired;
  await expect(linkIn(rowAt(page, before.rowIndex + 10))).toBeVisible(NEXT_READING);
  const after = await rowOnTop(page);
  expect(after.top).toBeCloseTo(before.top, 0);
  expect(after.rowIndex).toBe(before.rowIndex);

  await context.close();
  await next.stop();
  await old.stop();
});

test("a narrow screen shows cards, and more of them when its end comes near", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visitFleet(page);
  await expect(linkIn(rowAt(page, 2))).toBeVisible();
  await linkIn(rowAt(page, 51)).scrollIntoViewIfNeeded();
  await expect(linkIn(rowAt(page, 60))).toBeVisible();
});
