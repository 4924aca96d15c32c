import { askForDetach, requestState } from "#e2e/fixtures/detach.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.beforeAll(({ emulator }) => emulator.reset());

test("a note stands in the timeline with name and time, while the request is open and after", async ({
  page,
  emulator,
}) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await askForDetach(page, eni, "to write notes beside it");
  const section = page.getByRole("region", { name: "Note", exact: true });
  const field = section.getByLabel("For whoever reads this request later");
  const notes = page
    .getByRole("list", { name: "Timeline" })
    .getByRole("listitem")
    .filter({ hasText: "Note" });

  await section.getByRole("button", { name: "Add note" }).click();
  await expect(field).toHaveAccessibleDescription(/Write something first/);
  await expect(notes).toHaveCount(0);

  await field.fill("the owner was told\nby telephone");
  await section.getByRole("button", { name: "Add note" }).click();
  await expect(section.getByRole("status")).toHaveText("The note was added.");
  await expect(field).toHaveValue("");
  await expect(notes).toHaveCount(1);
  await expect(notes).toContainText("by operator");
  await expect(notes.locator("time")).toBeVisible();
  await expect(notes.locator("bdi").last()).toHaveText("the owner was told\nby telephone", {
    useInnerText: true,
  });

  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  await field.fill("and it stayed quiet afterwards");
  await field.press("Tab");
  await page.keyboard.press("Enter");
  await expect(notes).toHaveCount(2);
  await expect(requestState(page)).toHaveText("Request: Detached");
});

test("a note is text, however hostile, and no longer than 2,000 characters", async ({ page, emulator }) => {
  const eni = await takeSpareEni(emulator);
  await visitAs(page, "operator");
  await askForDetach(page, eni, "to write a hostile note");
  const field = page.getByLabel("For whoever reads this request later");
  const hostile = `<img src=x onerror="document.title='pwned'"> {state} \u202egnp.exe =cmd|' /C calc'!A0`;
  await field.fill(hostile);
  await page.getByRole("button", { name: "Add note" }).click();
  const notes = page
    .getByRole("list", { name: "Timeline" })
    .getByRole("listitem")
    .filter({ hasText: "Note" });
  await expect(notes.locator("bdi").last()).toHaveText(hostile);
  await expect(page.getByRole("list", { name: "Timeline" }).locator("img")).toHaveCount(0);

  await field.fill("x".repeat(2_500));
  await expect(field).toHaveAttribute("maxlength", "2000");
  await field.evaluate((area: HTMLTextAreaElement) => area.removeAttribute("maxlength"));
  await field.fill("x".repeat(2_001));
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(notes).toHaveCount(1);
});
