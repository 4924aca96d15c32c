import { DatabaseSync } from "node:sqlite";
import type { Browser, Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { type DemoAccount, signInAs } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk } from "#e2e/http/desk.ts";

/** A dashboard of its own: passwords and sessions of other stories stay as they are. */
let desk: Desk;
const open: Page[] = [];
const PASSWORD = "eni-desk-demo";
const NEXT = "a long sentence of mine";

test.beforeAll(async ({ emulator }) => {
  await emulator.reset();
  desk = await Desk.start(`http://127.0.0.1:${EMULATOR_TEST_PORT}`);
});
test.afterEach(() => Promise.all(open.splice(0).map((page) => page.context().close())));
test.afterAll(() => desk.stop());

async function visit(browser: Browser, account: DemoAccount, look: object = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: `http://localhost:${desk.port}`, ...look });
  const page = await context.newPage();
  open.push(page);
  await signInAs(page, account);
  return page;
}

/** As if everyone had proved eleven minutes ago who they are. */
function letProofsGrowOld(): void {
  const database = new DatabaseSync(desk.databasePath);
  const longAgo = new Date(Date.now() - 11 * 60_000).toISOString();
  database.prepare("UPDATE sessions SET authenticated_at = ?").run(longAgo);
  database.close();
}

/** web-2's second ENI has an EIP and tags: taking it off carries warnings. */
const RISKY = { instanceId: "i-bp1web20000000000000", eni: "eni-bp1web2second0000000" };

test("a detach with warnings asks who sits there, keeps what was typed, and goes through in the same dialog", async ({
  browser,
  emulator,
}) => {
  const page = await visit(browser, "operator");
  await page.goto(`/network-interfaces/${RISKY.eni}?accountId=1000000000000001&regionId=cn-hangzhou`);
  letProofsGrowOld();
  await page.getByRole("button", { name: `Detach ${RISKY.eni}` }).click();
  const dialog = page.getByRole("dialog", { name: `Detach ${RISKY.eni}?` });
  await dialog.getByLabel("Reason").fill("the EIP moves to the new node");
  const address = await dialog.getByText(/please type \d/).textContent();
  const typed = /\d+\.\d+\.\d+\.\d+/.exec(address ?? "")?.[0] ?? "";
  await dialog.getByLabel("Type the private IP address to confirm").fill(typed);
  await expect(dialog).toContainText("Prove again that it is you");
  const button = dialog.getByRole("button", { name: `Detach ${RISKY.eni}` });

  await button.click();
  await expect(dialog.getByLabel("Password")).toBeFocused();
  await expect(dialog).toContainText("Type your password");
  await dialog.getByLabel("Password").fill("not my password");
  await button.click();
  await expect(dialog).toContainText("That is not your password");
  await expect(dialog.getByLabel("Reason")).toHaveValue("the EIP moves to the new node");
  expect(await emulator.journal("DetachNetworkInterface")).toEqual([]);
  await expectNoAxeViolations(page);

  await dialog.getByLabel("Password").fill(PASSWORD);
  await button.click();
  await expect(page).toHaveURL(/\/requests\//);
  expect(await emulator.journal("DetachNetworkInterface")).toHaveLength(1);
  const auditor = await visit(browser, "auditor");
  const log = await auditor.request.get("/api/audit?action=session.stepped-up");
  expect((await log.json()).items).toMatchObject([{ actor: { name: "operator" }, result: "ok" }]);
});

test("a person sees where they are signed in, ends the others, and changes the password", async ({
  browser,
}) => {
  const elsewhere = await visit(browser, "viewer");
  const page = await visit(browser, "viewer");
  await page.getByRole("button", { name: "Account: viewer" }).click();
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await expect(sessions).toContainText("This one");
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await elsewhere.goto("/instances");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await page.getByLabel("Present password").fill("not my password");
  await page.getByLabel("New password").fill(NEXT);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("That is not your password")).toBeVisible();
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByLabel("New password").fill("password1234");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This password is among the most used ones.")).toBeVisible();
  await page.getByLabel("New password").fill(NEXT);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();

  await elsewhere.getByLabel("User name").fill("viewer");
  await elsewhere.getByLabel("Password").fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(elsewhere.getByRole("main").getByRole("alert")).toBeVisible();
  await elsewhere.getByLabel("Password").fill(NEXT);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
});

test("the account page is clean for axe in both themes and both languages", async ({ browser }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await visit(browser, "operator", { colorScheme });
    for (const lang of ["en", "zh"]) {
      await page.context().addCookies([{ name: "lang", value: lang, url: page.url() }]);
      await page.goto("/account");
      await expectNoAxeViolations(page);
    }
  }
});
