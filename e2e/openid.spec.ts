import { DatabaseSync } from "node:sqlite";
import type { Browser, Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk, freePort } from "#e2e/http/desk.ts";
import { CLIENT_SECRET, RealProvider } from "#e2e/openid/real-provider.ts";

/** web-2's second ENI: taking it off carries warnings. */
const RISKY = "eni-bp1web2second0000000";

let provider: RealProvider;
let desk: Desk;
const open: Page[] = [];

test.beforeAll(async ({ emulator }) => {
  await emulator.reset();
  const [providerPort, port] = [await freePort(), await freePort()];
  provider = await RealProvider.start(providerPort, `http://localhost:${port}/api/auth/callback/openid`);
  desk = await Desk.startAt(port, `http://127.0.0.1:${EMULATOR_TEST_PORT}`, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: "eni-desk",
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    OIDC_ROLE_MAP: JSON.stringify({ "net-operators": "operator", "net-viewers": "viewer" }),
  });
});
test.afterEach(() => Promise.all(open.splice(0).map((page) => page.context().close())));
test.afterAll(async () => {
  await desk.stop();
  await provider.stop();
});

async function newPage(browser: Browser, look: object = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: `http://localhost:${desk.port}`, ...look });
  const page = await context.newPage();
  open.push(page);
  return page;
}

/** At the provider: who one is, and that ENI Desk may know it. */
async function beThere(page: Page, sub: string): Promise<void> {
  await page.locator("input[name=login]").fill(sub);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  const consent = page.getByRole("button", { name: "Continue" });
  const home = page.getByRole("heading", { level: 1 });
  await expect(consent.or(home).first()).toBeVisible();
  if (await consent.isVisible()) await consent.click();
}

async function signIn(browser: Browser, sub: string, path = "/instances"): Promise<Page> {
  const page = await newPage(browser);
  await page.goto(path);
  await page.getByRole("button", { name: /^Sign in with localhost/ }).click();
  await beThere(page, sub);
  return page;
}

test("an operator signs in at the provider, comes back to where they wanted, and may do what the claim says now", async ({
  browser,
}) => {
  await provider.put("olga", "net-operators", "something-else");
  const page = await signIn(browser, "olga", "/network-interfaces?status=Available");
  await expect(page).toHaveURL(/\/network-interfaces\?status=Available/);
  await page.getByRole("button", { name: "Account: olga" }).click();
  await expect(page.getByRole("list", { name: "Roles" })).toHaveText("Operator");

  await provider.put("olga", "net-viewers");
  const later = await signIn(browser, "olga");
  await later.getByRole("button", { name: "Account: olga" }).click();
  await expect(later.getByRole("list", { name: "Roles" })).toHaveText("Viewer");
  const auditor = await desk.signIn("auditor");
  const log = await auditor.call("/api/audit?action=user.changed&limit=2");
  expect(JSON.parse(log.text).items[0]).toMatchObject({
    actor: { name: "Identity provider", issuer: provider.issuer },
    before: { roles: ["operator"] },
    after: { user: "olga", roles: ["viewer"] },
  });
  await later.goto("/account");
  await expect(later.getByText("You sign in with an identity provider.", { exact: false })).toBeVisible();
});

test("whoever has no mapped role, or turns back at the provider, is told what to do and gets in nowhere", async ({
  browser,
}) => {
  await provider.put("nora", "something-else");
  const page = await signIn(browser, "nora");
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "Ask an administrator of ENI Desk for a role",
  );
  await page.goto("/instances");
  await expect(page).toHaveURL(/\/sign-in/);

  const other = await newPage(browser);
  await other.goto("/sign-in");
  await other.getByRole("button", { name: /^Sign in with localhost/ }).click();
  await other.getByRole("link", { name: /cancel/i }).click();
  await expect(other.getByRole("main").getByRole("alert")).toContainText("came to nothing");
  await expectNoAxeViolations(other);
});

test("a detach with warnings sends an operator to the provider once more, and goes through where it was typed", async ({
  browser,
  emulator,
}) => {
  await provider.put("olga", "net-operators");
  const page = await signIn(browser, "olga");
  await expect(page.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
  const database = new DatabaseSync(desk.databasePath);
  const longAgo = new Date(Date.now() - 11 * 60_000).toISOString();
  database.prepare("UPDATE sessions SET authenticated_at = ?").run(longAgo);
  database.close();

  await page.goto(`/network-interfaces/${RISKY}?accountId=1000000000000001&regionId=cn-hangzhou`);
  await page.getByRole("button", { name: `Detach ${RISKY}` }).click();
  const dialog = page.getByRole("dialog", { name: `Detach ${RISKY}?` });
  await dialog.getByLabel("Reason").fill("the EIP moves to the new node");
  const hint = await dialog.getByText(/please type \d/).textContent();
  const address = /\d+\.\d+\.\d+\.\d+/.exec(hint ?? "")?.[0] ?? "";
  await dialog.getByLabel("Type the private IP address to confirm").fill(address);
  const button = dialog.getByRole("button", { name: `Detach ${RISKY}` });
  await button.click();
  await expect(dialog).toContainText("Prove again that it is you");
  expect(await emulator.journal("DetachNetworkInterface")).toEqual([]);

  const tab = page.context().waitForEvent("page");
  await dialog.getByRole("link", { name: "Sign in again" }).click();
  const there = await tab;
  await there.getByRole("button", { name: /^Sign in again with localhost/ }).click();
  await beThere(there, "olga");
  await expect(there.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await button.click();
  await expect(page).toHaveURL(/\/requests\//);
  expect(await emulator.journal("DetachNetworkInterface")).toHaveLength(1);
});

test("when the provider is down a local account still works, and everyone hears of it", async ({
  browser,
}) => {
  await desk.addLocalUser("break-glass", "a very long emergency sentence", "operator");
  await provider.stop();
  const page = await newPage(browser);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /^Sign in with localhost/ }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "The identity provider cannot be reached",
  );
  await page.getByText("Local account", { exact: true }).click();
  await expectNoAxeViolations(page);
  await page.getByLabel("User name").fill("break-glass");
  await page.getByLabel("Password").fill("a very long emergency sentence");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
  await expect(page.getByRole("note")).toContainText("past the identity provider");
  await expectNoAxeViolations(page);

  expect(desk.output).toContain("session.emergency");
  const auditor = await desk.signIn("auditor");
  const log = await auditor.call("/api/audit?action=session.started&actor=break-glass");
  expect(JSON.parse(log.text).items[0]).toMatchObject({ after: { emergency: true } });
  const database = new DatabaseSync(desk.databasePath);
  const notices = database.prepare("SELECT kind FROM notices").all();
  database.close();
  expect(notices).toContainEqual({ kind: "user-emergency-sign-in" });
});
