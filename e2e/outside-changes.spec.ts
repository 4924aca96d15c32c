import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.beforeAll(({ emulator }) => emulator.reset());

test("what a colleague detaches at the console stands in the ENI's history and in the audit log", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  const { networkInterfaceId, regionId, instanceId } = eni;
  await visitAs(page, "auditor", `/network-interfaces/${networkInterfaceId}?regionId=${regionId}`);
  await expect(page.getByText("Nothing has been asked of ENI Desk for this ENI.")).toBeVisible();
  await emulator.outside("DetachNetworkInterface", {
    RegionId: regionId,
    InstanceId: instanceId,
    NetworkInterfaceId: networkInterfaceId,
  });
  await emulator.advance(10_000);
  const changes = page.getByRole("list", { name: "Changed outside ENI Desk" });
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(changes).toContainText(`Detached from ${instanceId}`, { timeout: 1_000 });
  }).toPass();
  await expect(changes.getByRole("listitem")).toHaveCount(1);
  await expectNoAxeViolations(page);

  await page.goto(`/audit?action=attachment.changed-outside&target=${networkInterfaceId}`);
  const events = page.getByRole("table", { name: "Audit events" });
  await expect(events).toContainText("Changed outside ENI Desk");
  await expect(events).toContainText(networkInterfaceId);
  await expect(page.getByText(/Attachments changed elsewhere are noticed since/)).toBeVisible();
});
