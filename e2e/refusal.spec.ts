import {
  askForDetach,
  detachButton,
  eniPath,
  openDetachDialog,
  requestIdShown,
  requestState,
} from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { DEMO_PASSWORD, fillSignIn } from "#e2e/fixtures/sign-in.ts";
import { findEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

test("what ECS refuses is shown as a refusal, and stays so in the list", async ({ page, emulator }) => {
  const eni = await findEni(emulator, wellKnown.coldPlug1.secondEniId);
  await visitAs(page, "operator");
  await askForDetach(page, eni, "this type only detaches when stopped");

  await expect(requestState(page)).toHaveText("Request: Refused by ECS");
  const attempt = page.getByRole("article").filter({ hasText: "Attempt 1" });
  await expect(attempt).toContainText("InvalidOperation.HotPlugNotSupport");
  await expect(attempt).toContainText("403");
  await expect(attempt).toContainText("does not allow ENIs to be unplugged while it runs");
  await expect(attempt).toContainText(
    "Have the instance stopped, detach the ENI, then start the instance again.",
  );
  await expect(attempt).toContainText("the owner of the account, the instance or the service behind the ENI");
  await expect(page.getByText("Seen in a read of the ENI after the last answer.")).toBeVisible();
  const requestUrl = page.url();
  const calls = await emulator.journal("DetachNetworkInterface");
  expect(calls).toMatchObject([{ applied: false, requestId: await requestIdShown(page) }]);

  await page.goto(eniPath(eni));
  const history = page.getByRole("table", { name: "Requests" }).getByRole("row").nth(1);
  await expect(history).toContainText("Refused by ECS");
  await expect(history).toContainText("InvalidOperation.HotPlugNotSupport");
  await history.getByRole("link").first().click();
  await expect(page).toHaveURL(requestUrl);
});

test("ECS's own words stand beside ours, word for word, with who must act", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  const message = 'The eni "is" linked: <b>detach</b> the EIP first.';
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "error", code: "InvalidOperation.EniLinked", httpStatus: 403, message },
  );
  await visitAs(page, "operator");
  await askForDetach(page, eni, "to see the refusal");
  await expect(requestState(page)).toHaveText("Request: Refused by ECS");
  await expect(page.getByRole("blockquote")).toHaveText(message);
  await expect(page.getByRole("definition").filter({ hasText: "Have the link removed first" })).toBeVisible();
  await expect(
    page.getByText("The ENI is linked to another resource, so it cannot come off yet."),
  ).toBeVisible();
});

test("a code that nobody has listed shows ECS's message and says that it is all we know", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    {
      kind: "error",
      code: "InvalidOperation.NotOfThisYear",
      httpStatus: 403,
      message: "Come back next year.",
    },
  );
  await visitAs(page, "operator");
  await askForDetach(page, eni, "to see a new code");
  await expect(requestState(page)).toHaveText("Request: Refused by ECS");
  const attempt = page.getByRole("article").filter({ hasText: "Attempt 1" });
  await expect(attempt).toContainText("InvalidOperation.NotOfThisYear");
  await expect(attempt.getByRole("blockquote")).toHaveText("Come back next year.");
  await expect(attempt).toContainText("This code is not in our list");
});

test("a lost answer is an unknown outcome, and the ENI itself tells how it ended", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "drop-after" },
  );
  await visitAs(page, "operator");
  await askForDetach(page, eni, "while the line is bad");
  await expect(requestState(page)).toHaveText("Request: Outcome unknown");
  await expect(page.getByText("does not send again by itself")).toBeVisible();

  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 25_000 });
  await expect(page.getByText("Only seen, not answered: it may have been someone else.")).toBeVisible();
  expect(await emulator.journal("DetachNetworkInterface")).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ applied: true, httpStatus: 0 })]),
  );
  const calls = await emulator.journal("DetachNetworkInterface");
  expect(calls.filter(({ params }) => params.NetworkInterfaceId === eni.networkInterfaceId)).toHaveLength(1);
});

test("a session that ends inside the dialog keeps what was typed", async ({ page, context, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  const dialog = await openDetachDialog(page, eni);
  await dialog.getByLabel("Reason").fill("a long explanation that nobody wants to type twice");
  await dialog.getByLabel("Ticket").fill("OPS-99");
  await context.clearCookies();
  await detachButton(dialog, eni).click();
  await expect(dialog.getByRole("alert").first()).toContainText("Your session has ended");
  await expect(dialog.getByLabel("Reason")).toHaveValue("a long explanation that nobody wants to type twice");

  const opening = context.waitForEvent("page");
  await dialog.getByRole("link", { name: "Sign in (new tab)" }).first().click();
  const tab = await opening;
  await fillSignIn(tab, "operator", DEMO_PASSWORD);
  await expect(tab.getByRole("navigation", { name: "Main" })).toBeVisible();
  await tab.close();

  await expect(dialog.getByLabel("Ticket")).toHaveValue("OPS-99");
  await detachButton(dialog, eni).click();
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await expect(page.getByText("a long explanation that nobody wants to type twice")).toBeVisible();
});

test("an ECS that cannot be read keeps the dialog from sending, and says why", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator", eniPath(eni));
  await emulator.addFault(
    { action: "DescribeNetworkInterfaces", regionId: eni.regionId },
    { kind: "error", code: "ServiceUnavailable", httpStatus: 503, message: "try later" },
  );
  await detachButton(page, eni).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("ECS could not be asked", { timeout: 20_000 });
  const send = detachButton(dialog, eni);
  await expect(send).toHaveAttribute("aria-disabled", "true");

  await emulator.clearFaults();
  await dialog.getByRole("button", { name: "Retry" }).click();
  await expect(send).not.toHaveAttribute("aria-disabled");
});
