import type { Page } from "@playwright/test";
import { eniPath, instancePath, requestState } from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { findEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

test.beforeAll(({ emulator }) => emulator.reset());

test("the product speaks 简体中文 at the press of a button, and English again", async ({
  page,
  emulator,
}) => {
  const eni = await findEni(emulator, wellKnown.web1.primaryEniId);
  await visitAs(page, "operator", eniPath(eni));
  await page.getByRole("button", { name: "Account: operator" }).click();
  await page.getByText("简体中文", { exact: true }).click();

  const main = page.getByRole("navigation", { name: "主导航" });
  await expect(main.getByRole("link", { name: "弹性网卡" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
  const button = page.getByRole("button", { name: eni.networkInterfaceId }).filter({ hasText: "解绑" });
  await expect(button).toHaveAccessibleDescription(/主网卡/);
  await main.getByRole("link", { name: "实例" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "实例" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "实例" })).toBeVisible();

  await page.getByRole("button", { name: "账户：operator" }).click();
  await page.getByText("English", { exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
});

test.describe("in a browser that asks for Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("everything is Chinese from the sign-in on, the reasons of the server too", async ({
    page,
    emulator,
  }) => {
    await page.goto("/sign-in");
    await page.getByLabel("用户名").fill("operator");
    await page.getByLabel("密码", { exact: true }).fill("eni-desk-demo");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "实例" })).toBeVisible();

    const eni = await findEni(emulator, wellKnown.batch1.secondEniId);
    await page.goto(eniPath(eni));
    const button = page.getByRole("button", { name: new RegExp(`解绑.*${eni.networkInterfaceId}`) });
    await expect(button).toHaveAccessibleDescription(/实例/);
    await expect(button).not.toHaveAccessibleDescription(/instance/i);
  });
});

test("the chosen theme stays over a reload and on other pages", async ({ page }) => {
  await visitAs(page, "viewer");
  const root = page.locator("html");
  await expect(root).toHaveCSS("color-scheme", "light dark");
  const light = await background(page);
  await page.getByRole("button", { name: "Account: viewer" }).click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(root).toHaveCSS("color-scheme", "dark");
  expect(await background(page)).not.toBe(light);

  await page.reload();
  await expect(root).toHaveCSS("color-scheme", "dark");
  await page.goto("/requests");
  await expect(root).toHaveCSS("color-scheme", "dark");
  await page.getByRole("button", { name: "Account: viewer" }).click();
  await page.getByText("System", { exact: true }).click();
  await expect(root).toHaveCSS("color-scheme", "light dark");
});

test("times are in the person's zone, and in UTC if they like", async ({ page, emulator }) => {
  const eni = await findEni(emulator, wellKnown.web1.secondEniId);
  await visitAs(page, "viewer", eniPath(eni));
  await page.getByRole("button", { name: "Account: viewer" }).click();
  await expect(page.getByText("Times are shown in Asia/Shanghai")).toBeVisible();
  const updated = page.getByText(/^Updated \d{2}:\d{2}:\d{2}$/);
  const local = await hourShown(updated);
  await page.getByText("UTC", { exact: true }).first().click();
  await expect(page.getByText("Times are shown in UTC")).toBeVisible();
  await expect.poll(async () => (local - (await hourShown(updated)) + 24) % 24).toBe(8);
});

test("everything can be done with the keyboard alone", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator", instancePath(eni));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  const button = page.getByRole("button", { name: `Detach ${eni.networkInterfaceId}`, exact: true });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Detach ${eni.networkInterfaceId}?` });
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("typed without a mouse");
  await page.keyboard.press("Tab");
  await expect(dialog.getByLabel("Ticket")).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: `Detach ${eni.networkInterfaceId}` }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^Request / })).toBeFocused();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await expect(page.getByText("typed without a mouse")).toBeVisible();
});

/** A page shows its keys as soon as it listens to them. */
async function expectKeysToWork(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Jump to" }).getByText("K", { exact: true })).toBeVisible();
}

test("Ctrl-K jumps to an ENI by its address", async ({ page }) => {
  await visitAs(page, "viewer", "/requests");
  await expectKeysToWork(page);
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Jump to" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("10.10.64.17");
  const option = palette.getByRole("option", { name: wellKnown.web2.secondEniId });
  await expect(option).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/network-interfaces/${wellKnown.web2.secondEniId}\\?accountId=`));
  await expect(page.getByRole("heading", { level: 1, name: "web-2-public" })).toBeFocused();
});

test("a slash goes to the search, a question mark lists the keys, Escape puts both away", async ({
  page,
}) => {
  await visitAs(page, "viewer", "/network-interfaces");
  await expectKeysToWork(page);
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toContainText("Jump to anything");
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();

  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search" });
  await expect(search).toBeFocused();
  await page.keyboard.type("web-1?/");
  await expect(search).toHaveValue("web-1?/");
  await page.keyboard.press("Escape");
  await expect(search).toHaveValue("");
});

async function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

async function hourShown(text: ReturnType<Page["getByText"]>): Promise<number> {
  return Number(/(\d{2}):\d{2}:\d{2}/.exec((await text.textContent()) ?? "")?.[1]);
}

/** Presses Tab until it has the focus, as often as a patient person would. */
async function tabTo(page: Page, target: ReturnType<Page["getByRole"]>): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await isFocused()); presses += 1) await page.keyboard.press("Tab");
  await expect(target).toBeFocused();
}
