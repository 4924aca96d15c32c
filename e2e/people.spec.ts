import type { Browser, Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { type DemoAccount, signInAs } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk } from "#e2e/http/desk.ts";

/** A dashboard of its own: people who are changed here must not be those of other stories. */
let desk: Desk;
const open: Page[] = [];

test.beforeAll(async ({ emulator }) => {
  await emulator.reset();
  desk = await Desk.start(`http://127.0.0.1:${EMULATOR_TEST_PORT}`);
});
test.afterEach(() => Promise.all(open.splice(0).map((page) => page.context().close())));
test.afterAll(() => desk.stop());

async function newPage(browser: Browser, look: object = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: `http://localhost:${desk.port}`, ...look });
  const page = await context.newPage();
  open.push(page);
  return page;
}

async function visit(browser: Browser, account: DemoAccount, look: object = {}): Promise<Page> {
  const page = await newPage(browser, look);
  await signInAs(page, account);
  return page;
}

async function signInWith(page: Page, name: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("User name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const users = (page: Page) => page.getByRole("table", { name: "Users" });
const rowOf = (page: Page, name: string) =>
  users(page)
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name, exact: true }) });

test("an administrator makes an operator for one region, who sees and may nothing else", async ({
  browser,
}) => {
  const admin = await visit(browser, "admin");
  await admin.goto("/settings");
  await admin.getByRole("button", { name: "New user" }).click();
  const dialog = admin.getByRole("dialog", { name: "New user" });
  await expect(dialog.getByLabel("User name")).toBeFocused();
  await dialog.getByLabel("User name").fill("olga");
  await dialog.getByLabel("Shown name").fill("Olga of Beijing");
  await dialog.getByLabel("Role 1", { exact: true }).selectOption("operator");
  await dialog.getByLabel("Limits of role 1").fill("cn-beijing");
  await dialog.getByRole("button", { name: "Create user" }).click();
  await expect(dialog.getByText("“cn-beijing” is none of account:, region:, vpc:, tag:")).toBeVisible();
  await dialog.getByLabel("Limits of role 1").fill("region:cn-beijing");
  await dialog.getByRole("button", { name: "Create user" }).click();

  const once = admin.getByRole("dialog", { name: "Password of olga" });
  const password = (await once.locator("code").textContent()) ?? "";
  expect(password).toMatch(/^[A-Za-z0-9_-]{20}$/);
  await once.getByRole("button", { name: "I have handed it over" }).click();
  await expect(admin.getByText(password)).toHaveCount(0);
  await expect(rowOf(admin, "olga Olga of Beijing")).toContainText("operator region:cn-beijing");

  const olga = await newPage(browser);
  await signInWith(olga, "olga", password);
  await expect(olga.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
  const regions = async (list: string) => {
    const answer = await olga.request.get(`/api/${list}?limit=500`);
    const { items, sources } = await answer.json();
    return [...items, ...sources].map(({ regionId }: { regionId: string }) => regionId);
  };
  for (const list of ["instances", "network-interfaces"]) {
    expect([...new Set(await regions(list))], list).toEqual(["cn-beijing"]);
  }
  await expect(olga.getByRole("table", { name: "Instances" })).toContainText("cn-beijing");
  await expect(olga.getByRole("table", { name: "Instances" })).not.toContainText("cn-hangzhou");

  await admin.reload();
  await expect(rowOf(admin, "olga Olga of Beijing").getByRole("cell").nth(4)).toHaveText("1");
  await admin.getByRole("button", { name: "Sign out everywhere: olga" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Sign out everywhere: olga" }).click();
  await expect(admin.getByText("olga is signed out everywhere")).toBeVisible();
  await olga.goto("/requests");
  await expect(olga).toHaveURL(/\/sign-in/);
});

test("duties that watch each other come together only when that is meant, and the log tells it", async ({
  browser,
}) => {
  const admin = await visit(browser, "admin");
  await admin.goto("/settings");
  await admin.getByRole("button", { name: "Change roles of operator" }).click();
  const dialog = admin.getByRole("dialog", { name: "Roles of operator" });
  await dialog.getByRole("button", { name: "Add a role" }).click();
  await dialog.getByLabel("Role 2", { exact: true }).selectOption("auditor");
  await dialog.getByRole("button", { name: "Save roles" }).click();
  await expect(dialog.getByRole("alert")).toContainText("both detach and prove afterwards");
  await expect(rowOf(admin, "operator")).not.toContainText("auditor");
  await dialog.getByLabel("I mean it.", { exact: false }).check();
  await dialog.getByRole("button", { name: "Save roles" }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(admin, "operator")).toContainText("auditor everywhere");

  const auditor = await visit(browser, "auditor");
  const log = await auditor.request.get("/api/audit?action=user.changed&actor=admin");
  expect((await log.json()).items[0]).toMatchObject({
    before: { roles: ["operator"] },
    after: { user: "operator", roles: ["operator", "auditor"], warnings: ["operator-and-auditor"] },
  });
});

test("the last administrator cannot be shut out, and others can", async ({ browser }) => {
  const admin = await visit(browser, "admin");
  await admin.goto("/settings");
  await admin.getByRole("button", { name: "Disable admin" }).click();
  const dialog = admin.getByRole("dialog", { name: "Disable admin?" });
  await dialog.getByRole("button", { name: "Disable admin" }).click();
  await expect(dialog.getByRole("alert")).toContainText("last administrator");
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await admin.getByRole("button", { name: "Disable approver" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Disable approver" }).click();
  await expect(rowOf(admin, "approver")).toContainText("Disabled");
  await admin.getByRole("button", { name: "Enable approver" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Enable approver" }).click();
  await expect(rowOf(admin, "approver")).toContainText("Enabled");
});

test("an auditor reviews who could detach today, and takes it along", async ({ browser }) => {
  const auditor = await visit(browser, "auditor");
  await auditor.goto("/audit");
  await auditor.getByRole("link", { name: "Access review" }).click();
  await expect(auditor.getByRole("heading", { level: 1, name: "Access review" })).toBeVisible();
  const table = auditor.getByRole("table", { name: "Rights to detach" });
  await expect(table).toContainText("operator");
  await expect(table).not.toContainText("viewer");
  const download = auditor.waitForEvent("download");
  await auditor.getByRole("link", { name: "Download CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/^eni-desk-access-\d{4}-\d{2}-\d{2}\.csv$/);

  await auditor.getByLabel("Day").fill("2020-01-01");
  await auditor.getByRole("button", { name: "Show" }).click();
  await expect(auditor).toHaveURL(/on=2020-01-01/);
  await expect(auditor.getByText("Nobody could ask for a detach on that day.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const lang of ["en", "zh"]) {
    test(`people, dialogs and review are clean for axe, ${colorScheme} and ${lang}`, async ({ browser }) => {
      const admin = await visit(browser, "admin", { colorScheme });
      await admin.context().addCookies([{ name: "lang", value: lang, url: admin.url() }]);
      await admin.goto("/settings");
      await expectNoAxeViolations(admin);
      await admin.locator("section").first().getByRole("button").first().click();
      await expect(admin.getByRole("dialog")).toBeVisible();
      await expectNoAxeViolations(admin);
      await admin.goto("/settings/access-review");
      await expectNoAxeViolations(admin);
    });
  }
}
