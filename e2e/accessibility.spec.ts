import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { askForDetach, detachButton, eniPath, instancePath, requestState } from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { findEni, type StoryEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

/** An EIP, secondary addresses and IPv6: the fullest page and the longest dialog. */
let full: StoryEni;
let primary: StoryEni;
let detachedPath = "";
let refusedPath = "";

test.beforeAll(async ({ browser, emulator }) => {
  await emulator.reset();
  full = await findEni(emulator, wellKnown.web2.secondEniId);
  primary = await findEni(emulator, wellKnown.web1.primaryEniId);
  const page = await browser.newPage();
  await visitAs(page, "operator");
  await askForDetach(page, await takeSpareEni(emulator), "to look at the page of a request");
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  detachedPath = new URL(page.url()).pathname;
  await askForDetach(page, await findEni(emulator, wellKnown.coldPlug1.secondEniId), "to look at a refusal");
  await expect(requestState(page)).toHaveText("Request: Refused by ECS");
  refusedPath = new URL(page.url()).pathname;
  await page.close();
});

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Colours differ by theme and layout by width: every rule is asked in two of the four, contrast in all. */
const LOOKS = [
  { viewport: WIDE, colorScheme: "light", look: expectGoodPage },
  { viewport: NARROW, colorScheme: "dark", look: expectGoodPage },
  { viewport: WIDE, colorScheme: "dark", look: expectGoodColours },
  { viewport: NARROW, colorScheme: "light", look: expectGoodColours },
] as const;

for (const { viewport, colorScheme, look } of LOOKS) {
  test.describe(`${viewport.width} wide, ${colorScheme}`, () => {
    test.use({ viewport, colorScheme });

    test("the pages are accessible and fit the screen", async ({ page }) => {
      test.slow();
      await visitAs(page, "operator");
      for (const path of [
        "/instances?q=web",
        "/instances?q=hostile",
        instancePath(full),
        "/network-interfaces?q=web",
        "/network-interfaces?q=nothing-like-this",
        eniPath(full),
        eniPath(primary),
        "/requests",
        detachedPath,
        refusedPath,
        "/audit",
        "/no-such-page",
      ]) {
        await test.step(path, async () => {
          await page.goto(path);
          await look(page);
        });
      }
    });

    test("the auditor's pages are accessible and fit the screen", async ({ page }) => {
      await visitAs(page, "auditor", "/audit");
      await page.getByRole("button", { name: "Verify chain" }).click();
      await expect(page.getByText("The chain is intact")).toBeVisible();
      await page
        .getByRole("table", { name: "Audit events" })
        .getByRole("button", { name: /Details/ })
        .first()
        .click();
      await look(page);
    });

    test("the dialogs are accessible and fit the screen", async ({ page }) => {
      test.slow();
      await visitAs(page, "operator", eniPath(full));
      await detachButton(page, full).click();
      const dialog = page.getByRole("dialog", { name: `Detach ${full.networkInterfaceId}?` });
      await expect(dialog.getByText("What depends on it")).toBeVisible();
      await detachButton(dialog, full).click();
      await expect(dialog.getByText("Write at least 8 characters")).toBeVisible();
      await look(page);

      await page.goto(eniPath(primary));
      await detachButton(page, primary).click({ force: true });
      await expect(page.getByRole("dialog", { name: `Why ${primary.networkInterfaceId}` })).toBeVisible();
      await look(page);

      await page.goto(`/network-interfaces?q=web-2-public&panel=${full.networkInterfaceId}`);
      await expect(page.getByRole("dialog", { name: full.networkInterfaceId })).toBeVisible();
      await look(page);
    });

    test("menu, palette and list of keys are accessible", async ({ page }) => {
      await visitAs(page, "operator", "/network-interfaces?q=web-2");
      await page.getByRole("button", { name: "Account: operator" }).click();
      await expect(page.getByRole("dialog", { name: "Account" })).toBeVisible();
      await look(page);
      await page.keyboard.press("Escape");

      await page.keyboard.press("ControlOrMeta+k");
      await expect(page.getByRole("dialog", { name: "Jump to" }).getByRole("combobox")).toBeFocused();
      await page.keyboard.type("web-2");
      await expect(page.getByRole("option", { name: wellKnown.web2.secondEniId })).toBeVisible();
      await look(page);
      await page.keyboard.press("Escape");

      await page.getByRole("heading", { level: 1 }).click();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await look(page);
    });
  });
}

/** No violation, one h1, and nothing that makes the page itself scroll sideways. */
async function expectGoodPage(page: Page): Promise<void> {
  await expectGoodFrame(page);
  await expectNoAxeViolations(page);
}

async function expectGoodColours(page: Page): Promise<void> {
  await expectGoodFrame(page);
  await waitForMovement(page);
  const { violations } = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  expect(violations.flatMap(({ nodes }) => nodes.map(({ failureSummary }) => failureSummary))).toEqual([]);
}

async function expectGoodFrame(page: Page): Promise<void> {
  // What a modal dialog covers is out of reach for a screen reader; the heading is there all the same.
  await expect(page.locator("h1")).toHaveCount(1);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels that the page is too wide").toBeLessThanOrEqual(0);
}

/** Half-faded colours are not those that stay. What moves for ever is not waited for. */
async function waitForMovement(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
}
