import { readFile } from "node:fs/promises";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.beforeAll(({ emulator }) => emulator.reset());

test("a token that cannot be understood is explained below the box, and the list stays as it was", async ({
  page,
}) => {
  await visitAs(page, "viewer", "/network-interfaces?q=status:available");
  const table = page.getByRole("table", { name: "Network interfaces" });
  const before = await table.getByRole("row").count();
  expect(before).toBeGreaterThan(1);
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.fill("status:available colour:red");
  await expect(search).toHaveAttribute("aria-invalid", "true");
  await expect(search).toHaveAccessibleDescription(/^colour:red: there is no such field/);
  await expect(page).toHaveURL(/q=status:available$/);
  await expect(table.getByRole("row")).toHaveCount(before);
  await search.fill("status:available -type:primary");
  await expect(search).not.toHaveAttribute("aria-invalid");
  await expect(page).toHaveURL(/-type%3Aprimary/);
});

test("the language is on a card beside the box, and the count says of how many", async ({ page }) => {
  await visitAs(page, "viewer", "/network-interfaces");
  await page.getByRole("button", { name: "How to search" }).click();
  const card = page.getByRole("dialog", { name: "How to search" });
  await expect(card).toContainText("10.66.0.0/16");
  await expect(card).toContainText("vswitch");
  await expectNoAxeViolations(page);
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await page.getByRole("searchbox", { name: "Search" }).fill("type:trunk");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of \d+$/ })).toBeVisible();
  await expect(page.getByText(/read every/)).toBeVisible();
});

for (const [path, list] of [
  ["/instances", "instances"],
  ["/network-interfaces", "network-interfaces"],
] as const) {
  test(`what shows on ${path} is saved as a file, whole and filtered`, async ({ page }) => {
    await visitAs(page, "viewer", `${path}?q=region:cn-hangzhou&sort=name`);
    const count = page.getByRole("status").filter({ hasText: /^\d+ of \d+$/ });
    const total = Number((await count.textContent())?.split(" ")[0]);
    for (const format of ["CSV", "JSON"] as const) {
      await page.getByRole("button", { name: "Export" }).click();
      const saving = page.waitForEvent("download");
      await page.getByRole("dialog", { name: "Export" }).getByRole("link", { name: format }).click();
      const file = await saving;
      expect(file.suggestedFilename()).toMatch(
        new RegExp(`^eni-desk-${list}-\\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`),
      );
      const text = await readFile(await file.path(), "utf8");
      const rows =
        format === "JSON" ? JSON.parse(text).items.length : text.trimEnd().split("\r\n").length - 1;
      expect(rows).toBe(total);
      await page.keyboard.press("Escape");
    }
  });
}

test("an ENI that is attached to nothing says since when that was seen", async ({ page }) => {
  await visitAs(page, "viewer", "/network-interfaces?q=status:available");
  const table = page.getByRole("table", { name: "Network interfaces" });
  await expect(table.getByText(/Not attached\s*already so/).first()).toBeVisible();
});

test("what needs attention is every ENI that moves or has failed, and nothing that rests", async ({
  page,
}) => {
  await visitAs(page, "viewer", "/network-interfaces");
  await page.getByRole("button", { name: "Needs attention" }).click();
  const rows = page.getByRole("table", { name: "Network interfaces" }).locator("tbody tr");
  for (const name of ["stuck-1-detaching", "lone-creating", "lone-deleting", "lone-createfailed"])
    await expect(rows.filter({ hasText: name })).toBeVisible();
  const statuses = await rows.locator("td:nth-child(2)").allTextContents();
  expect(statuses.filter((status) => /InUse|Available|Linked/.test(status))).toEqual([]);
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("Unsettled");
  await expect(page).toHaveURL(/status=Unsettled/);
});

test("a look at what has not changed brings no rows over the line, and the page stays as it is", async ({
  page,
}) => {
  await visitAs(page, "viewer", "/network-interfaces?q=type:trunk");
  const rows = page.getByRole("table", { name: "Network interfaces" }).getByRole("row");
  const before = await rows.allTextContents();
  const refresh = async () => {
    const answer = page.waitForResponse((response) => response.url().includes("/api/network-interfaces?"));
    await page.getByRole("button", { name: "Refresh" }).click();
    return (await answer).status();
  };
  const statuses = [await refresh(), await refresh(), await refresh()];
  expect(statuses).toContain(304);
  expect(await rows.allTextContents()).toEqual(before);
});

test("a view is kept under a name, opened again elsewhere, renamed and deleted", async ({
  page,
  browser,
}) => {
  await visitAs(page, "approver", "/network-interfaces?q=type:trunk&sort=-name&hide=tags");
  const open = async (on = page) => {
    await on.getByRole("button", { name: "Saved views" }).click();
    return on.getByRole("dialog", { name: "Saved views" });
  };
  const views = await open();
  await views.getByRole("textbox", { name: "Name for this view" }).fill("Trunks");
  await views.getByRole("button", { name: "Save view" }).click();
  await expect(views.getByRole("link", { name: "Trunks" })).toHaveAttribute("aria-current", "page");
  await expectNoAxeViolations(page);
  await views.getByRole("textbox", { name: "Name for this view" }).fill("Trunks");
  await views.getByRole("button", { name: "Save view" }).click();
  await expect(views.getByText("You have a view of this name.")).toBeVisible();

  const elsewhere = await browser.newContext();
  const clean = await elsewhere.newPage();
  await visitAs(clean, "approver", "/network-interfaces");
  await (await open(clean)).getByRole("link", { name: "Trunks" }).click();
  await expect(clean).toHaveURL(/\/network-interfaces\?q=type%3Atrunk&sort=-name&hide=tags$/);
  await expect(clean.getByRole("searchbox", { name: "Search" })).toHaveValue("type:trunk");
  await elsewhere.close();

  await views.getByRole("button", { name: "Rename Trunks" }).click();
  await page.keyboard.type("Trunk ENIs");
  await page.keyboard.press("Home");
  await page.keyboard.type("My ");
  await page.keyboard.press("Enter");
  await views.getByRole("button", { name: /^Delete My / }).click();
  await expect(views.getByText("None yet.")).toBeVisible();
});

test("a person sees no view of another's", async ({ page }) => {
  await visitAs(page, "auditor", "/instances?q=web");
  await page.getByRole("button", { name: "Saved views" }).click();
  const views = page.getByRole("dialog", { name: "Saved views" });
  await expect(views.getByText("None yet.")).toBeVisible();
});

test("what a button opens says when it cannot be fetched, and a search is asked for all the same", async ({
  page,
  context,
}) => {
  await visitAs(page, "viewer", "/network-interfaces");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Columns" }).click();
  const told = page.getByRole("alert").filter({ hasText: "This part of the page could not be loaded." });
  await expect(told).toBeVisible();
  await expect(page.getByRole("group", { name: "Columns" })).toBeHidden();
  // The language of searches is fetched with the focus too, and is not here.
  await page.getByRole("searchbox", { name: "Search" }).fill("type:trunk");
  await expect(page).toHaveURL(/q=type%3Atrunk/);

  await context.setOffline(false);
  const rows = page.getByRole("table", { name: "Network interfaces" }).locator("tbody tr");
  await expect(rows.filter({ hasText: "Trunk" }).first()).toBeVisible();
  await expect(rows.filter({ hasNotText: "Trunk" })).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await expect(page.getByRole("group", { name: "Columns" }).getByRole("checkbox").first()).toBeVisible();
});
