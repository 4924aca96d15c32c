import type { Page } from "@playwright/test";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import {
  attachBackButton,
  attachesOf,
  detachFirst,
  openAttachDialog,
  sendAttach,
} from "#e2e/fixtures/attach-back.ts";
import { detachButton, eniPath, instancePath, requestIdShown, requestState } from "#e2e/fixtures/detach.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { signInAs } from "#e2e/fixtures/sign-in.ts";
import { findEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { asChange } from "#e2e/http/call.ts";
import { Desk } from "#e2e/http/desk.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

test("an operator attaches back what was detached, once, and each request names the other", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator", instancePath(eni));
  await detachButton(page.getByRole("table", { name: "Network interfaces" }), eni).click();
  const first = page.getByRole("dialog");
  await first.getByLabel("Reason").fill("it looked unused");
  await first.getByLabel("Ticket").fill("OPS-77");
  await detachButton(first, eni).click();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  const originUrl = page.url();

  const dialog = await openAttachDialog(page, eni);
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await expect(dialog.getByLabel("Ticket")).toHaveValue("OPS-77");
  await expect(dialog.getByRole("region", { name: "To instance" })).toContainText(
    `${eni.instanceName}Running`,
  );
  await expect(dialog.getByRole("region", { name: "This address comes back" })).toContainText(eni.privateIp);
  const plan = dialog.getByRole("table", { name: "What changes" });
  await expect(plan.getByRole("row", { name: "Status" })).toContainText("AvailableInUse");
  await expect(plan.getByRole("row", { name: "Instance" })).toContainText(`none${eni.instanceName}`);
  await expect(plan.getByRole("row", { name: "Device number" })).toContainText("ECS chooses");
  await expect(dialog.getByRole("region", { name: "What does not come back" })).toContainText(
    "What the operating system had set up",
  );
  await dialog.getByLabel("Reason").fill("it was in use after all");
  await sendAttach(dialog, eni).dblclick();

  await expect(page).not.toHaveURL(originUrl);
  await expect(page.getByRole("heading", { level: 1, name: /^Request / })).toBeFocused();
  await expect(page.getByText(`Attach ${eni.networkInterfaceId} back`)).toBeVisible();
  const timeline = page.getByRole("list", { name: "Timeline" });
  await expect(timeline).toContainText("Attach accepted by ECS");
  await expect(requestState(page)).toHaveText("Request: Attached", { timeout: 20_000 });
  await expect(timeline.getByRole("listitem").last()).toContainText("Ended: Attached");
  await expect(page.getByText("ECS accepted our call (RequestId below)")).toBeVisible();
  await expect(page.getByText("OPS-77", { exact: true })).toBeVisible();
  await expect(attachBackButton(page)).toHaveCount(0);
  expect(await attachesOf(emulator, eni)).toMatchObject([
    {
      httpStatus: 200,
      applied: true,
      requestId: await requestIdShown(page),
      params: { InstanceId: eni.instanceId },
    },
  ]);
  expect(await emulator.networkInterface(eni.networkInterfaceId)).toMatchObject({
    Status: "InUse",
    InstanceId: eni.instanceId,
  });

  const facts = page.getByRole("region", { name: "What was asked" });
  await facts
    .getByRole("definition")
    .filter({ has: page.locator(`a[href="${new URL(originUrl).pathname}"]`) })
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(originUrl);
  await expect(page.getByRole("region", { name: "What was asked" })).toContainText(
    "Attached back by request",
  );
  await expect(page.getByRole("region", { name: "What was asked" })).toContainText("Attached");
});

test("the list and the ENI's page say which request was which", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  const dialog = await openAttachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("back to where it was");
  await sendAttach(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Attached", { timeout: 20_000 });
  for (const path of [`/requests?networkInterfaceId=${eni.networkInterfaceId}`, eniPath(eni)]) {
    await page.goto(path);
    const rows = page.getByRole("table", { name: "Requests" }).getByRole("row");
    await expect(rows.nth(1)).toContainText(/Attach back.*Attached/);
    await expect(rows.nth(2)).toContainText(/Detach.*Detached/);
  }
});

test("what ECS refuses is told in words of an attach, with its RequestId", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  await emulator.addFault(
    { action: "AttachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "error", code: "EniPerInstanceLimitExceeded" },
  );
  const dialog = await openAttachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("while there is room for it");
  await sendAttach(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Refused by ECS", { timeout: 20_000 });
  await expect(page.getByText("ECS refused. The ENI is still on no instance.")).toBeVisible();
  const attempt = page.getByRole("article").filter({ hasText: "Attempt 1" });
  await expect(attempt).toContainText("EniPerInstanceLimitExceeded");
  await expect(attempt).toContainText("The instance holds as many ENIs as its type allows");
  const [call, ...more] = await attachesOf(emulator, eni);
  expect(more).toEqual([]);
  expect(call).toMatchObject({ applied: false, requestId: await requestIdShown(page) });
});

test("an ENI that is on another instance meanwhile is not taken from there", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  const elsewhere = wellKnown.web2.instanceId;
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  await emulator.patchNetworkInterface(eni.networkInterfaceId, { Status: "InUse", InstanceId: elsewhere });
  const dialog = await openAttachDialog(page, eni);
  await expect(dialog.getByText("It cannot be attached back now")).toBeVisible();
  await expect(dialog).toContainText("The ENI is InUse. ECS attaches only an ENI that is Available.");
  await expect(dialog.getByRole("link", { name: elsewhere })).toBeVisible();
  await expect(sendAttach(dialog, eni)).toHaveCount(0);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(attachBackButton(page)).toBeFocused();
  expect(await attachesOf(emulator, eni)).toEqual([]);
});

test("a viewer reads why not, and nothing opens", async ({ page, browser, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  const context = await browser.newContext();
  const viewer = await context.newPage();
  await visitAs(viewer, "viewer", new URL(page.url()).pathname);
  const button = attachBackButton(viewer);
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription("Only an operator in scope can attach it back.");
  await button.press("Enter");
  await expect(viewer.getByRole("dialog")).toHaveCount(0);
  await expect(viewer.getByRole("button", { name: "Add note" })).toHaveCount(0);
  await context.close();
});

test("an attach that got lost is sent again by a person, as the second attempt", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  await emulator.addFault(
    { action: "AttachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "drop-before" },
    1,
  );
  const dialog = await openAttachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("the line is dead just now");
  await sendAttach(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Outcome unknown", { timeout: 20_000 });

  await page.getByRole("button", { name: "Send attach again", exact: true }).click();
  const again = page.getByRole("dialog", { name: `Send attach again for ${eni.networkInterfaceId}?` });
  await expect(again).toContainText("This becomes attempt 2 of the open request");
  await again.getByLabel("Reason").fill("the line is back again");
  await again.getByRole("button", { name: `Send attach again ${eni.networkInterfaceId}` }).click();
  await expect(again).toBeHidden();
  await expect(requestState(page)).toHaveText("Request: Attached", { timeout: 20_000 });
  await expect(page.getByRole("article").filter({ hasText: "Attempt 2" })).toContainText("Accepted");
  expect((await attachesOf(emulator, eni)).filter(({ applied }) => applied)).toHaveLength(1);
});

test("a session that ends keeps what was typed", async ({ page, emulator, context }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await detachFirst(page, eni);
  const dialog = await openAttachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("typed before the session ended");
  const cookies = await context.cookies();
  await context.clearCookies();
  await sendAttach(dialog, eni).click();
  await expect(dialog.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toHaveValue("typed before the session ended");
  expect(await attachesOf(emulator, eni)).toEqual([]);

  await context.addCookies(cookies);
  await sendAttach(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Attached", { timeout: 20_000 });
  expect(await attachesOf(emulator, eni)).toHaveLength(1);
});

test("addresses, EIP and all, are led with, and the keyboard is enough", async ({ page, emulator }) => {
  const eni = await findEni(emulator, wellKnown.web2.secondEniId);
  await visitAs(page, "operator", eniPath(eni));
  await detachButton(page, eni).focus();
  await page.keyboard.press("Enter");
  const first = page.getByRole("dialog");
  const address = first.getByLabel("Type the private IP address to confirm");
  await expect(address).toBeVisible();
  await page.keyboard.type("moved by the keyboard alone");
  await address.focus();
  await page.keyboard.type(eni.privateIp);
  await detachButton(first, eni).press("Enter");
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });

  await attachBackButton(page).press("Enter");
  const dialog = page.getByRole("dialog");
  const addresses = dialog.getByRole("region", { name: "These addresses come back to the instance" });
  await expect(addresses.getByRole("listitem")).toHaveText([
    "10.10.64.16primary",
    "10.10.64.17Private IPv4",
    "10.10.64.18Private IPv4",
    "47.96.10.20Public IP (EIP)",
    "2408:4005:a:2::aIPv6",
  ]);
  await page.keyboard.type("and back by the keyboard");
  await sendAttach(dialog, eni).press("Enter");
  await expect(requestState(page)).toHaveText("Request: Attached", { timeout: 20_000 });
});

test("where an attach hangs, the page says so and claims no cure", async ({ browser, emulator }) => {
  test.slow();
  const desk = await Desk.start(`http://127.0.0.1:${EMULATOR_TEST_PORT}`, { STUCK_AFTER_S: "2" });
  const context = await browser.newContext({ baseURL: `http://localhost:${desk.port}` });
  try {
    const page = await context.newPage();
    const eni = await takeSpareEni(emulator);
    await signInAs(page, "operator");
    await detachFirst(page, eni);
    await emulator.addFault(
      { action: "AttachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
      { kind: "stuck" },
    );
    const dialog = await openAttachDialog(page, eni);
    await dialog.getByLabel("Reason").fill("this one will hang");
    await sendAttach(dialog, eni).click();
    await expect(requestState(page)).toHaveText("Request: Stuck in Attaching", { timeout: 20_000 });
    await expect(page.getByText("ECS documents no cure for this.")).toBeVisible();

    await page.getByRole("button", { name: "Send attach again", exact: true }).click();
    const again = page.getByRole("dialog");
    await expect(again).toContainText("The ENI is Attaching. ECS attaches only an ENI that is Available.");
    await expect(again).toContainText("While it is Attaching, wait");
    await again.getByRole("button", { name: "Close" }).last().click();
    expect(await attachesOf(emulator, eni)).toHaveLength(1);

    await page.goto(eniPath(eni));
    await expect(
      page.getByRole("link", { name: "Attach back, Stuck in Attaching: asked by operator" }),
    ).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: "Stop following" }).click();
    const stop = page.getByRole("dialog", { name: "Stop following this request?" });
    await stop.getByLabel("Reason").fill("a ticket is open with Alibaba Cloud");
    await stop.getByRole("button", { name: "Stop following" }).click();
    await expect(requestState(page)).toHaveText("Request: No longer followed");
  } finally {
    await context.close();
    await desk.stop();
  }
});

test("while sending is stopped, rows, dialogs and the answer say who stopped it and why", async ({
  browser,
  emulator,
}) => {
  test.slow();
  const desk = await Desk.start(`http://127.0.0.1:${EMULATOR_TEST_PORT}`);
  const context = await browser.newContext({ baseURL: `http://localhost:${desk.port}` });
  try {
    const page = await context.newPage();
    const eni = await takeSpareEni(emulator);
    const other = await takeSpareEni(emulator);
    await signInAs(page, "operator");
    await detachFirst(page, eni);
    const dialog = await openAttachDialog(page, eni);
    await dialog.getByLabel("Reason").fill("it was in use after all");
    // The dialog refreshes by itself and would learn of the stop; the button is to be pressed before.
    await page.clock.pauseAt(Date.now() + 1_000);
    const stop = { enabled: false, reason: "a change freeze" };
    const admin = await desk.signIn("admin");
    expect((await admin.call("/api/settings/sending", asChange(stop))).status).toBe(200);
    const answered = page.waitForResponse(/attach-back$/);
    await sendAttach(dialog, eni).click();
    expect((await answered).status()).toBe(503);
    await page.clock.resume();

    const told = "admin has stopped all sending (“a change freeze”).";
    const alert = dialog.getByRole("alert");
    await expect(alert).toContainText("Sending is stopped");
    await expect(alert).toContainText(told);
    await expect(alert).toContainText("aliyun ecs AttachNetworkInterface --RegionId");
    await expect(dialog.getByText("It cannot be attached back now")).toBeVisible({ timeout: 20_000 });
    await expect(dialog).toContainText("An administrator can allow it again under Settings.");
    await page.goto(eniPath(other));
    await expect(detachButton(page, other)).toHaveAccessibleDescription(
      `${told} An administrator can allow it again under Settings.`,
    );
    expect(await attachesOf(emulator, eni)).toEqual([]);
  } finally {
    await context.close();
    await desk.stop();
  }
});

for (const { width, colorScheme, lang, title } of [
  { width: 1440, colorScheme: "dark", lang: "en", title: /^Attach eni-.* back\?$/ },
  { width: 390, colorScheme: "light", lang: "zh", title: /^重新绑定 eni-/ },
  { width: 1024, colorScheme: "light", lang: "en", title: /^Attach eni-.* back\?$/ },
  { width: 390, colorScheme: "dark", lang: "zh", title: /^重新绑定 eni-/ },
] as const) {
  test(`page and dialog are accessible and fit: ${width} wide, ${colorScheme}, ${lang}`, async ({
    page,
    browser,
    emulator,
  }) => {
    test.slow();
    const eni = await takeSpareEni(emulator);
    await visitAs(page, "operator");
    await detachFirst(page, eni);
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const other = await context.newPage();
    await visitAs(other, "operator", new URL(page.url()).pathname);
    await context.addCookies([{ name: "lang", value: lang, url: other.url() }]);
    await other.reload();
    await expectToFit(other);
    await expectNoAxeViolations(other);
    await other
      .getByRole("button", { name: lang === "en" ? "Attach back" : "重新绑定", exact: true })
      .click();
    await expect(other.getByRole("dialog", { name: title }).getByRole("table")).toBeVisible();
    await expectToFit(other);
    await expectNoAxeViolations(other);
    await context.close();
  });
}

async function expectToFit(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels that the page is too wide").toBeLessThanOrEqual(0);
}
