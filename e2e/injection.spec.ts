import { eniPath, instancePath } from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.beforeAll(({ emulator }) => emulator.reset());
test.afterAll(({ emulator }) => emulator.reset());

/** Each field says by itself that it ran. */
const hostile = (field: string) =>
  `"'></script><script>window.ran="${field}"</script><img src=x onerror=window.ran="${field}">{{7*7}}\${7*7}`;

test("what is written into sixteen fields runs on no page", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await emulator.patchNetworkInterface(eni.networkInterfaceId, {
    NetworkInterfaceName: hostile("ENI name"),
    Description: hostile("ENI description"),
    Tags: [{ TagKey: hostile("tag key"), TagValue: hostile("tag value") }],
    SecurityGroupIds: [hostile("security group")],
    MacAddress: hostile("MAC"),
  });
  await emulator.patchInstance(eni.instanceId, {
    InstanceName: hostile("instance name"),
    HostName: hostile("host name"),
    OSName: hostile("operating system"),
    InstanceType: hostile("instance type"),
    Tags: [{ TagKey: "env", TagValue: hostile("instance tag") }],
  });
  const fields = ["reason", "ticket", "note", "search", "callback", "failure"];
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const looked: string[] = [];
  const look = async () => {
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => Reflect.get(window, "ran")), page.url()).toBeUndefined();
    looked.push(page.url());
  };

  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(`javascript:${hostile("callback")}`)}`);
  await look();
  await page.goto(`/sign-in?failed=${encodeURIComponent(hostile("failure"))}`);
  await look();
  await visitAs(page, "operator");
  for (const path of ["/instances", "/network-interfaces", "/requests"]) {
    await page.goto(`${path}?q=${encodeURIComponent(hostile("search").slice(0, 180))}`);
    await look();
    await page.goto(path);
    await look();
  }
  await page.goto(instancePath(eni));
  await expect(page.getByRole("heading", { level: 1 })).toContainText('window.ran="instance name"');
  await look();
  await page.goto(eniPath(eni));
  await expect(page.getByRole("heading", { level: 1 })).toContainText('window.ran="ENI name"');
  await look();

  const { networkInterfaceId, instanceId, regionId } = eni;
  const asked = await page.request.post("/api/requests", {
    headers: { "idempotency-key": crypto.randomUUID() },
    data: {
      action: "detach",
      accountId: "1000000000000001",
      ...{ networkInterfaceId, instanceId, regionId },
      reason: hostile("reason"),
      ticket: hostile("ticket").slice(0, 100),
    },
  });
  // ECS knows no security group of that name. The request stands all the same, with everything that was written.
  expect(asked.status(), await asked.text()).toBe(409);
  const { id } = (await asked.json()).request;
  const noted = await page.request.post(`/api/requests/${id}/note`, {
    headers: { "idempotency-key": crypto.randomUUID() },
    data: { text: hostile("note") },
  });
  expect(noted.status()).toBe(202);
  for (const path of [`/requests/${id}`, "/requests"]) {
    await page.goto(path);
    await expect(page.getByText('window.ran="reason"').first()).toBeVisible();
    await look();
  }
  expect(dialogs).toEqual([]);
  console.log(`fields ${10 + fields.length}, pages ${looked.length}, scripts run 0`);
});
