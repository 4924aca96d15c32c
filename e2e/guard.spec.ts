import {
  ACCOUNT_ID,
  askForDetach,
  detachButton,
  eniPath,
  instancePath,
  requestState,
} from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { findEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

const { web1, batch1, stopping1, pending1, lone, states1, managed1, k8sNode1, rdma1, trunk1 } = wellKnown;

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

const REFUSED = [
  ["a primary ENI", web1.primaryEniId, "This is the primary ENI of its instance."],
  ["an ENI that is Available", lone.availableEniId, "The ENI is Available."],
  ["an ENI that is being attached", states1.attachingEniId, "The ENI is Attaching."],
  ["an ENI that is being created", lone.creatingEniId, "The ENI is Creating."],
  ["an ENI that is being deleted", lone.deletingEniId, "The ENI is Deleting."],
  ["an ENI that is linked", states1.linkedEniId, "This ENI is linked to another ENI."],
  ["an ENI of an instance that starts", batch1.secondEniId, "The instance is Starting."],
  ["an ENI of an instance that stops", stopping1.secondEniId, "The instance is Stopping."],
  ["an ENI of an instance that is being made", pending1.secondEniId, "The instance is Pending."],
  ["an ENI of a cloud service", managed1.serviceEniId, "An Alibaba Cloud service manages this ENI"],
  ["an ENI of Terway", k8sNode1.terwayEniId, "Terway, the network plug-in of Container Service"],
  ["an RDMA ENI of a running instance", rdma1.secondEniId, "This ENI carries RDMA traffic"],
  [
    "a trunk ENI with members",
    trunk1.trunkEniId,
    `Member ENIs hang on this trunk ENI: ${trunk1.member1EniId}`,
  ],
] as const;

for (const [what, networkInterfaceId, reason] of REFUSED) {
  test(`${what} cannot be detached, and the button says why`, async ({ page, emulator }) => {
    const eni = await findEni(emulator, networkInterfaceId);
    await visitAs(page, "operator", eniPath(eni));
    const button = detachButton(page, eni);
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(new RegExp(escaped(reason)));

    const reasons = page.getByRole("dialog", { name: `Why ${networkInterfaceId} cannot be detached` });
    // A refused button is not "enabled", which a click would otherwise wait for.
    await button.click({ force: true });
    await expect(reasons).toContainText(reason);
    await expect(reasons).toContainText("What to do");
    await expect(reasons).toContainText("Who must act");
    await page.keyboard.press("Escape");
    await expect(reasons).toBeHidden();
    await expect(button).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(reasons).toContainText(reason);

    expect(await emulator.journal("DetachNetworkInterface")).toEqual([]);
  });
}

test("in the row of an instance the refused button says why, too", async ({ page, emulator }) => {
  const eni = await findEni(emulator, web1.primaryEniId);
  await visitAs(page, "operator", instancePath(eni));
  const button = detachButton(page.getByRole("table", { name: "Network interfaces" }), eni);
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.focus();
  await expect(page.getByRole("tooltip")).toContainText("ECS never detaches a primary ENI.");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("InvalidOperation.DetachPrimaryEniNotAllowed");
});

test.describe("on a touch screen", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a tap on the refused button opens the reasons", async ({ page, emulator }) => {
    const eni = await findEni(emulator, web1.primaryEniId);
    await visitAs(page, "operator", eniPath(eni));
    await detachButton(page, eni).tap({ force: true });
    await expect(page.getByRole("dialog")).toContainText("This is the primary ENI of its instance.");
    expect(await emulator.journal("DetachNetworkInterface")).toEqual([]);
  });
});

for (const role of ["viewer", "approver", "auditor", "admin"] as const) {
  test(`the role ${role} has no way to detach, neither in the page nor by calling the route`, async ({
    page,
    emulator,
  }) => {
    const eni = await findEni(emulator, web1.secondEniId);
    await visitAs(page, role, eniPath(eni));
    const button = detachButton(page, eni);
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/Your role may look but not detach\./);
    await button.click({ force: true });
    await expect(page.getByRole("dialog")).toContainText("Ask an operator to do it");

    const status = await page.evaluate(
      async (body) => {
        const response = await fetch("/api/requests", {
          method: "POST",
          headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
          body: JSON.stringify(body),
        });
        return response.status;
      },
      {
        action: "detach",
        accountId: ACCOUNT_ID,
        regionId: eni.regionId,
        instanceId: eni.instanceId,
        networkInterfaceId: eni.networkInterfaceId,
        reason: "around the page",
      },
    );
    expect(status).toBe(403);
    expect(await emulator.journal("DetachNetworkInterface")).toEqual([]);
  });
}

test("an ENI with an open request waits for it, and links to it", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "stuck" },
  );
  await visitAs(page, "operator");
  await askForDetach(page, eni, "moving it to the new host");
  await expect(requestState(page)).toHaveText("Request: Accepted");
  const requestUrl = page.url();

  await page.goto(eniPath(eni));
  const button = page.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/A request of operator for this ENI is still open\./);
  await button.click({ force: true });
  await page.getByRole("link", { name: "Go to that request" }).click();
  await expect(page).toHaveURL(requestUrl);
  expect(await emulator.journal("DetachNetworkInterface")).toHaveLength(1);
});

test("an ENI that hangs in Detaching may be sent again, which frees it", async ({ page, emulator }) => {
  const eni = await findEni(emulator, wellKnown.stuck1.detachingEniId);
  await visitAs(page, "operator", instancePath(eni));
  const row = page
    .getByRole("table", { name: "Network interfaces" })
    .getByRole("row", { name: eni.networkInterfaceId });
  await expect(row).toContainText("Detaching");
  await expect(row).toContainText("Began outside ENI Desk");
  await row.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` }).click();

  const dialog = page.getByRole("dialog", { name: `Send detach again for ${eni.networkInterfaceId}?` });
  await dialog.getByLabel("Reason").fill("it has been hanging since the morning");
  await dialog.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` }).click();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  const { Status, InstanceId } = await emulator.networkInterface(eni.networkInterfaceId);
  expect({ Status, InstanceId }).toEqual({ Status: "Available", InstanceId: "" });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
