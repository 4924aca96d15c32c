import {
  askForDetach,
  detachButton,
  eniPath,
  instancePath,
  openDetachDialog,
  requestIdShown,
  requestState,
} from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { findEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

/** What waits for it does not come before an expectation gives up. */
const LONGER_THAN_EXPECTED_MS = 12_000;

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

test("an operator detaches a secondary ENI and holds its RequestId", async ({ page, emulator, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const eni = await findEni(emulator, wellKnown.web1.secondEniId);
  await visitAs(page, "operator", "/instances?q=web-1");
  await page.getByRole("link", { name: "web-1", exact: true }).click();
  await detachButton(page.getByRole("row", { name: eni.networkInterfaceId }), eni).click();

  const dialog = page.getByRole("dialog", { name: `Detach ${eni.networkInterfaceId}?` });
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await dialog.getByLabel("Reason").fill("replaced by the new backup network");
  await dialog.getByLabel("Ticket").fill("OPS-1234");
  await detachButton(dialog, eni).click();

  await expect(page.getByRole("heading", { level: 1, name: /^Request / })).toBeFocused();
  await expect(requestState(page)).toHaveText("Request: Accepted");
  const timeline = page.getByRole("list", { name: "Timeline" });
  await expect(timeline.getByRole("listitem").nth(0)).toContainText(/^Askedby operator/);
  await expect(timeline.getByRole("listitem").nth(1)).toContainText("Sent to ECS");
  await expect(timeline.getByRole("listitem").nth(2)).toContainText("Detach accepted by ECS");
  await expect(page.getByText("replaced by the new backup network")).toBeVisible();
  await expect(page.getByText("OPS-1234", { exact: true })).toBeVisible();

  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await expect(timeline.getByRole("listitem").last()).toContainText("Ended: Detached");
  await expect(page.getByText("ECS accepted our call (RequestId below)")).toBeVisible();

  const calls = await emulator.journal("DetachNetworkInterface");
  expect(calls).toMatchObject([{ httpStatus: 200, applied: true, requestId: await requestIdShown(page) }]);
  await page.getByRole("button", { name: "Copy RequestId" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(calls[0]?.requestId);
});

test("the ENI's row says Detaching with who began it, then it belongs to no instance", async ({
  page,
  emulator,
  context,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator", instancePath(eni));
  const watcher = await context.newPage();
  await watcher.goto(instancePath(eni));
  const slots = watcher.getByRole("table", { name: "Network interfaces" });
  await expect(detachButton(slots, eni)).toBeVisible();
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "stuck" },
  );

  await askForDetach(page, eni, "moving it to another host");
  await watcher.getByRole("button", { name: "Refresh" }).click();
  const row = slots.getByRole("row", { name: eni.networkInterfaceId });
  await expect(row.getByRole("link", { name: "Accepted: asked by operator" })).toBeVisible({
    timeout: 15_000,
  });
  await expect(row).toContainText("Detaching");
  await expect(
    row.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` }),
  ).toBeVisible();

  await emulator.patchNetworkInterface(eni.networkInterfaceId, { Status: "Available", InstanceId: "" });
  await expect(row).toBeHidden({ timeout: 20_000 });
  await watcher.goto(eniPath(eni));
  await expect(watcher.getByText("Not attached", { exact: true })).toBeVisible();
  await expect(watcher.getByRole("table", { name: "Requests" }).getByRole("row").nth(1)).toContainText(
    "Detached",
  );
});

test("a double click, and Enter after it, is one detach", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "latency", ms: 500 },
  );
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("pressed in a hurry");
  await detachButton(dialog, eni).dblclick();
  await page.keyboard.press("Enter");
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  expect(await sentFor(emulator, eni.networkInterfaceId)).toHaveLength(1);
});

test("two tabs that send at once are one detach, and the second is told of the first", async ({
  page,
  context,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "latency", ms: 2_000 },
  );
  await visitAs(page, "operator");
  const first = await openDetachDialog(page, eni);
  const other = await context.newPage();
  const second = await openDetachDialog(other, eni);
  await first.getByLabel("Reason").fill("from the first tab");
  await second.getByLabel("Reason").fill("from the second tab");
  await detachButton(first, eni).click();
  await expect(detachButton(first, eni)).toHaveAttribute("aria-busy", "true");
  await detachButton(second, eni).click();

  await expect(second.getByRole("alert")).toContainText("Nothing was sent");
  await expect(second.getByLabel("Reason")).toHaveValue("from the second tab");
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await second.getByRole("link", { name: "Go to that request" }).click();
  await expect(other).toHaveURL(page.url());
  expect(await sentFor(emulator, eni.networkInterfaceId)).toHaveLength(1);
});

test("a reason that is too short is refused where it stands, and nothing is sent", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  const reason = dialog.getByLabel("Reason");
  await reason.fill("because");
  await detachButton(dialog, eni).click();
  await expect(reason).toHaveAccessibleDescription(/Write at least 8 characters/);
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  await expect(reason).toBeFocused();

  await reason.fill("because of the move");
  await expect(reason).not.toHaveAttribute("aria-invalid");
  expect(await sentFor(emulator, eni.networkInterfaceId)).toEqual([]);
});

test("the dialog leads with what people mix up, and says what nobody has looked up", async ({
  page,
  emulator,
}) => {
  const eni = await findEni(emulator, wellKnown.web2.secondEniId);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  const lead = dialog.getByRole("region", { name: "From instance" });
  for (const fact of [
    "web-2",
    "Running",
    "Environment: prod",
    eni.instanceId,
    "1000000000000001",
    "cn-hangzhou",
  ]) {
    await expect(lead).toContainText(fact);
  }
  const addresses = dialog.getByRole("region", { name: "These addresses disappear from the instance" });
  await expect(addresses.getByRole("listitem")).toHaveText([
    "10.10.64.16primary",
    "10.10.64.17Private IPv4",
    "10.10.64.18Private IPv4",
    "47.96.10.20Public IP (EIP)",
    "2408:4005:a:2::aIPv6",
  ]);
  const dependants = dialog.getByRole("region", { name: "What depends on it" }).getByRole("listitem");
  for (const [index, what] of [
    "Route entries",
    "HaVip",
    "ALB, NLB and CLB",
    "NAT gateway",
    "PrivateZone",
    "Flow logs",
    "Recent traffic",
  ].entries()) {
    await expect(dependants.nth(index)).toContainText(what);
    await expect(dependants.nth(index)).toContainText("Not checked in this version");
  }
});

test("with warnings the address must be typed, and Enter does not send", async ({ page, emulator }) => {
  const eni = await findEni(emulator, wellKnown.web2.secondEniId);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  for (const warning of [
    "The public address 47.96.10.20 goes with the ENI",
    "Secondary private addresses leave the instance too: 10.10.64.17, 10.10.64.18.",
    "IPv6 addresses leave the instance too",
  ]) {
    await expect(dialog.getByText(warning)).toBeVisible();
  }
  const address = dialog.getByLabel("Type the private IP address to confirm");
  await dialog.getByLabel("Reason").fill("moving the public address");
  await address.fill("10.10.64.17");
  await detachButton(dialog, eni).click();
  await expect(address).toHaveAccessibleDescription(/This is not 10\.10\.64\.16/);
  await expect(address).toBeFocused();

  await address.fill("10.10.64.16");
  await address.press("Enter");
  await dialog.getByLabel("Ticket").press("Enter");
  // Without a send there is no request; the list is asked after the presses, so it would know of one.
  const list = await page.context().newPage();
  await list.goto(`/requests?networkInterfaceId=${eni.networkInterfaceId}`);
  await expect(list.getByText(/^Updated/)).toBeVisible();
  await expect(list.getByText("moving the public address")).toHaveCount(0);
  await expect(dialog).toBeVisible();
  expect(await sentFor(emulator, eni.networkInterfaceId)).toEqual([]);

  await detachButton(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await expect(page.getByText("The public address 47.96.10.20 goes with the ENI")).toBeVisible();
  expect(await sentFor(emulator, eni.networkInterfaceId)).toHaveLength(1);
});

for (const [what, networkInterfaceId, warning] of [
  ["Terraform", wellKnown.tf1.secondEniId, "Tagged as managed by Terraform"],
  ["a ROS stack", wellKnown.ros1.secondEniId, "Part of a Resource Orchestration Service stack"],
  ["DeleteOnRelease", wellKnown.release1.secondEniId, "Set to be deleted with its instance"],
  ["a trunk", wellKnown.trunk1.member1EniId, "A member ENI of the trunk eni-bp1trunk1trunk000000"],
  ["a locked instance", wellKnown.locked1.secondEniId, "ECS has locked the instance (security)"],
] as const) {
  test(`an ENI of ${what} asks for the typed address`, async ({ page, emulator }) => {
    const eni = await findEni(emulator, networkInterfaceId);
    await visitAs(page, "operator", eniPath(eni));
    await detachButton(page, eni).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(warning)).toBeVisible();
    await expect(dialog.getByLabel("Type the private IP address to confirm")).toBeVisible();
  });
}

test("Escape closes the dialog, sends nothing and gives the focus back", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("changed my mind");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(detachButton(page, eni)).toBeFocused();

  await detachButton(page, eni).click();
  await expect(dialog.getByLabel("Reason")).toHaveValue("");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  expect(await sentFor(emulator, eni.networkInterfaceId)).toEqual([]);
});

test("an accepted detach leads to its page though nothing can be read, and who goes back finds the ENI read again", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  const { networkInterfaceId } = eni;
  await visitAs(page, "operator", eniPath(eni));
  await detachButton(page, eni).click();
  const dialog = page.getByRole("dialog", { name: `Detach ${networkInterfaceId}?` });
  await expect(dialog.getByText("What depends on it")).toBeVisible();
  await dialog.getByLabel("Reason").fill("the way on waits for nothing");
  await emulator.addFault({ action: "DetachNetworkInterface", networkInterfaceId }, { kind: "stuck" });
  await emulator.addFault(
    { action: "DescribeNetworkInterfaces", networkInterfaceId },
    { kind: "latency", ms: LONGER_THAN_EXPECTED_MS },
  );
  await detachButton(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Accepted");
  await requestIdShown(page);

  await emulator.clearFaults();
  await page.goBack();
  await expect(page.getByRole("link", { name: "Accepted: asked by operator" })).toBeVisible();
});

test("a warning that is new since the person looked is shown as a difference, not sent", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("it looked harmless before");
  await emulator.patchNetworkInterface(eni.networkInterfaceId, {
    Tags: [{ TagKey: "managed-by", TagValue: "terraform" }],
  });
  await expect(dialog.getByText(/^Tagged as managed by Terraform/)).toBeVisible({ timeout: 20_000 });
  await detachButton(dialog, eni).click();

  const difference = dialog.getByRole("alert");
  await expect(difference).toContainText("Something changed since you looked. Nothing was sent.");
  await expect(difference).toContainText("Tagged as managed by Terraform");
  expect(await sentFor(emulator, eni.networkInterfaceId)).toEqual([]);

  await dialog.getByLabel("Type the private IP address to confirm").fill(eni.privateIp);
  await detachButton(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
});

test("an instance that begins to stop while the dialog is open takes the button away", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  await emulator.patchInstance(eni.instanceId, { Status: "Stopping" });
  await expect(dialog.getByText("It can no longer be detached")).toBeVisible({ timeout: 20_000 });
  await expect(dialog).toContainText("The instance is Stopping.");
  await expect(detachButton(dialog, eni)).toBeHidden();
  await emulator.patchInstance(eni.instanceId, { Status: "Running" });
});

async function sentFor(
  emulator: { journal(action: string): Promise<readonly { params: Readonly<Record<string, string>> }[]> },
  networkInterfaceId: string,
) {
  const calls = await emulator.journal("DetachNetworkInterface");
  return calls.filter(({ params }) => params.NetworkInterfaceId === networkInterfaceId);
}
