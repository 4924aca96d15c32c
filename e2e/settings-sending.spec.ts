import type { Browser, Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { type DemoAccount, signInAs } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk } from "#e2e/http/desk.ts";

/** A dashboard of its own: what is stopped here must not stop the other stories. */
let desk: Desk;
const open: Page[] = [];

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

const banner = (page: Page) => page.getByRole("status", { name: "Sending" });

test("an administrator stops all sending, everyone reads why, and it is allowed again", async ({
  browser,
}) => {
  const admin = await visit(browser, "admin");
  await admin.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  const section = admin.getByRole("region", { name: "Sending" });
  await expect(section).toContainText("Sending is allowed");
  await expect(banner(admin)).toBeEmpty();

  await section.getByLabel("Reason").fill("short");
  await section.getByRole("button", { name: "Stop all sending" }).click();
  await expect(section.getByText("Write at least 8 characters")).toBeVisible();
  await expect(section.getByLabel("Reason")).toBeFocused();
  await expect(section).toContainText("Sending is allowed");

  await section.getByLabel("Reason").fill("a detach took the wrong ENI");
  await section.getByRole("button", { name: "Stop all sending" }).click();
  await expect(section).toContainText("Sending is stopped");
  await expect(section).toContainText("a detach took the wrong ENI");
  await expect(section.getByLabel("Reason")).toHaveValue("");
  await expect(banner(admin)).toContainText("Sending is stopped. a detach took the wrong ENI (admin");

  const viewer = await visit(browser, "viewer");
  for (const path of ["/instances", "/network-interfaces", "/requests"]) {
    await viewer.goto(path);
    await expect(banner(viewer)).toContainText("a detach took the wrong ENI");
  }

  await section.getByLabel("Reason").fill("the filter is mended");
  await section.getByRole("button", { name: "Allow sending again" }).click();
  await expect(section).toContainText("Sending is allowed");
  await expect(section).toContainText("the filter is mended");
  await expect(banner(admin)).toBeEmpty();
  // An open page learns it by itself.
  await expect(banner(viewer)).toBeEmpty({ timeout: 30_000 });

  const auditor = await visit(browser, "auditor");
  await auditor.goto("/audit?actor=admin");
  const events = auditor.getByRole("table", { name: "Audit events" });
  await expect(events).toContainText("Sending stopped");
  await expect(events).toContainText("Sending allowed");
});

test("whoever is no administrator is neither led to the settings nor shown them", async ({ browser }) => {
  const operator = await visit(browser, "operator");
  await expect(
    operator.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }),
  ).toHaveCount(0);
  await operator.goto("/settings");
  await expect(operator.getByRole("heading", { level: 1, name: "You may not see this page" })).toBeVisible();
  await expect(operator.getByRole("button", { name: "Stop all sending" })).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [language, width, stop, allow] of [
    ["en-GB", 1440, "Stop all sending", "Allow sending again"],
    ["zh-CN", 390, "停止所有发送", "重新允许发送"],
  ] as const) {
    test(`the settings are accessible and fit: ${language}, ${colorScheme}, ${width} wide`, async ({
      browser,
    }) => {
      const page = await visitSettings(browser, { colorScheme, width, language });
      await expectFits(page);
      const reason = page.getByRole("textbox");
      await reason.fill("to look at the page while nothing is sent");
      await page.getByRole("button", { name: stop }).click();
      await expect(page.getByRole("button", { name: allow })).toBeVisible();
      await expectFits(page);
      await reason.fill("enough has been seen");
      await page.getByRole("button", { name: allow }).click();
      await expect(page.getByRole("button", { name: stop })).toBeVisible();
    });
  }
}

interface Look {
  colorScheme: "light" | "dark";
  width: number;
  language: string;
}

/** The sign-in form is filled in by its English words, so the language is chosen after it. */
async function visitSettings(browser: Browser, { colorScheme, width, language }: Look): Promise<Page> {
  const page = await visit(browser, "admin", { colorScheme, viewport: { width, height: 844 } });
  const url = `http://localhost:${desk.port}`;
  await page.context().addCookies([{ name: "lang", value: language.slice(0, 2), url }]);
  await page.goto("/settings");
  return page;
}

async function expectFits(page: Page): Promise<void> {
  await expect(page.locator("h1")).toHaveCount(1);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels that the page is too wide").toBeLessThanOrEqual(0);
  await expectNoAxeViolations(page);
}
