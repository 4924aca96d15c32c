import type { Browser, Page } from "@playwright/test";
import { askForDetach, detachButton, eniPath, requestState } from "#e2e/fixtures/detach.ts";
import { EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { signInAs } from "#e2e/fixtures/sign-in.ts";
import { takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { Desk, type Variables } from "#e2e/http/desk.ts";

test.beforeAll(({ emulator }) => emulator.reset());
test.afterEach(({ emulator }) => emulator.clearFaults());

test.describe("where Detaching is called stuck after two seconds", () => {
  const desk = deskWith({ STUCK_AFTER_S: "2" });

  test("a detach that hangs is called stuck, and sending it again frees the ENI", async ({
    browser,
    emulator,
  }) => {
    const eni = await takeSpareEni(emulator);
    await emulator.addFault(
      { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
      { kind: "stuck" },
      1,
    );
    const page = await desk.visit(browser);
    await askForDetach(page, eni, "the first of two attempts");
    const again = page.getByRole("button", { name: "Send detach again", exact: true });
    await expect(again).toHaveAttribute("aria-disabled", "true");
    await expect(again).toHaveAccessibleDescription(/The request is on its way/);
    await expect(requestState(page)).toHaveText("Request: Stuck in Detaching", { timeout: 20_000 });

    await again.click();
    const dialog = page.getByRole("dialog", { name: `Send detach again for ${eni.networkInterfaceId}?` });
    await dialog.getByLabel("Reason").fill("it has not moved for a while");
    await dialog.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` }).click();
    await expect(dialog).toBeHidden();
    await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
    await expect(page.getByRole("article").filter({ hasText: "Attempt 2" })).toContainText("Accepted");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("it has not moved for a while");
    expect(await emulator.journal("DetachNetworkInterface")).toMatchObject([
      { params: { NetworkInterfaceId: eni.networkInterfaceId }, applied: true },
      { params: { NetworkInterfaceId: eni.networkInterfaceId }, applied: true },
    ]);
  });

  test("a person may stop following for a reason, and the ENI is free for another request", async ({
    browser,
    emulator,
  }) => {
    const eni = await takeSpareEni(emulator);
    await emulator.addFault(
      { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
      { kind: "stuck" },
    );
    const page = await desk.visit(browser);
    await askForDetach(page, eni, "this one will hang for long");
    await expect(requestState(page)).toHaveText("Request: Stuck in Detaching", { timeout: 20_000 });
    await page.getByRole("button", { name: "Stop following" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop following this request?" });
    await expect(dialog.getByLabel("Reason")).toBeFocused();
    await dialog.getByLabel("Reason").fill("Alibaba Cloud looks into it");
    await dialog.getByRole("button", { name: "Stop following" }).click();
    await expect(requestState(page)).toHaveText("Request: No longer followed");
    await expect(page.getByRole("list", { name: "Timeline" })).toContainText("Alibaba Cloud looks into it");

    await page.goto(eniPath(eni));
    const again = page.getByRole("button", { name: `Send detach again ${eni.networkInterfaceId}` });
    await expect(again).not.toHaveAttribute("aria-disabled");
  });
});

test.describe("where ENI Desk only observes", () => {
  const desk = deskWith({ ENI_DESK_OBSERVE_ONLY: "1" });

  test("everything is shown, Detach is off and every page says so", async ({ browser, emulator }) => {
    const eni = await takeSpareEni(emulator);
    const page = await desk.visit(browser);
    await expect(page.getByRole("note")).toContainText("Observe only");
    await page.goto(eniPath(eni));
    await expect(page.getByRole("note")).toContainText("Nothing can be detached from here.");
    const button = detachButton(page, eni);
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/ENI Desk runs in observe-only mode/);
    await button.click({ force: true });
    await expect(page.getByRole("dialog")).toContainText("nothing can be changed through it");
    const sent = await emulator.journal("DetachNetworkInterface");
    expect(sent.filter(({ params }) => params.NetworkInterfaceId === eni.networkInterfaceId)).toEqual([]);
  });
});

/** A dashboard of its own for the stories around it, on the emulator of all stories. */
function deskWith(variables: Variables) {
  let desk: Desk;
  let page: Page | undefined;
  test.beforeAll(async () => {
    desk = await Desk.start(`http://127.0.0.1:${EMULATOR_TEST_PORT}`, variables);
  });
  test.afterEach(() => page?.context().close());
  test.afterAll(() => desk.stop());
  return {
    async visit(browser: Browser): Promise<Page> {
      page = await browser.newPage({ baseURL: `http://localhost:${desk.port}` });
      await signInAs(page, "operator");
      return page;
    },
  };
}
