import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { ACCOUNT_ID, askForDetach, requestIdShown, requestState } from "#e2e/fixtures/detach.ts";
import type { EmulatorControl } from "#e2e/fixtures/emulator.ts";
import { visitAs } from "#e2e/fixtures/session.ts";
import { findEni, type StoryEni, takeSpareEni } from "#e2e/fixtures/spare-eni.ts";
import { expect, test } from "#e2e/fixtures/test.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";

interface Remembered {
  eni: StoryEni;
  requestId: string;
}

let detached: Remembered;
let refused: Remembered;
let blocked: StoryEni;

test.beforeAll(async ({ browser, emulator }) => {
  await emulator.reset();
  const page = await browser.newPage();
  await visitAs(page, "operator");
  detached = await detachOne(page, emulator);
  refused = await haveOneRefused(page, emulator);
  blocked = await goAroundThePage(page, emulator);
  await page.close();
});

test("the auditor sees who did what, when, why, with which result and RequestId", async ({ page }) => {
  await visitAs(page, "auditor");
  await page.getByRole("link", { name: "Audit" }).click();
  await page.getByRole("form", { name: "Filters" }).getByLabel("RequestId").fill(detached.requestId);
  await expect(page).toHaveURL(new RegExp(`requestId=${detached.requestId}`));

  const rows = events(page);
  const answered = rows.filter({ hasText: "ECS answered" });
  await expect(answered).toHaveCount(1);
  for (const word of [
    "operator",
    "OK",
    detached.eni.networkInterfaceId,
    detached.requestId,
    "for the audit story",
  ]) {
    await expect(answered).toContainText(word);
  }
  await expect(answered).toContainText(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
  await answered.getByRole("button", { name: /Details/ }).click();
  const request = page.getByRole("link", { name: /^[0-9a-f-]{36}$/ });
  await expect(request).toBeVisible();
  await request.click();
  await expect(requestState(page)).toHaveText("Request: Detached");
  await expect(page.getByRole("button", { name: "Send detach again" })).toBeHidden();
});

test("the log is filtered by person and outcome, and the copied link opens the same", async ({
  page,
  context,
}) => {
  await visitAs(page, "auditor", "/audit");
  const filters = page.getByRole("form", { name: "Filters" });
  await filters.getByLabel("Person").fill("operator");
  await filters.getByLabel("Outcome").selectOption({ label: "Refused" });
  await filters.getByLabel("Target").fill(refused.eni.networkInterfaceId);
  await expect(page).toHaveURL(new RegExp(`target=${refused.eni.networkInterfaceId}`));
  const rows = events(page);
  // Other stories of this world were refused, too, until all three filters hold.
  await expect(rows.filter({ hasText: "ECS answered" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "ECS answered" })).toContainText("InvalidOperation.EniLinked");
  await expect(rows.filter({ hasText: "ECS answered" })).toContainText(refused.requestId);
  await expect(rows.filter({ hasText: "OK" })).toHaveCount(0);

  const copy = await context.newPage();
  await copy.goto(page.url());
  await expect(copy.getByRole("form", { name: "Filters" }).getByLabel("Person")).toHaveValue("operator");
  await expect(events(copy)).toHaveText(await rows.allTextContents());

  await filters.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/audit$/);
});

test("an attempt that was blocked before ECS is in the log, with the reason that was given", async ({
  page,
}) => {
  await visitAs(page, "auditor", `/audit?target=${blocked.networkInterfaceId}&result=blocked`);
  // The file begins anew after a failure, and does it again.
  const row = events(page).filter({ hasText: "around the page" }).first();
  await expect(row).toContainText("Detach blocked");
  await expect(row).toContainText("operator");
});

test("a person without the right who called the route is in the log, too", async ({
  page,
  emulator,
  browser,
}) => {
  const eni = await takeSpareEni(emulator);
  const other = await browser.newPage();
  await visitAs(other, "viewer");
  expect(await callTheRoute(other, eni)).toBe(403);
  await other.close();
  await visitAs(page, "auditor", "/audit?action=permission.refused&actor=viewer");
  await expect(events(page).first()).toContainText("Permission refused");
});

test("the chain of events is verified on demand, and says what it was compared with", async ({ page }) => {
  await visitAs(page, "auditor", "/audit");
  await page.getByRole("button", { name: "Verify chain" }).click();
  const verdict = page.getByRole("status").filter({ hasText: "The chain is intact" });
  await expect(verdict).toContainText(/\d+ events were checked\. Head: event \d+\./);
  await expect(verdict).toContainText("Compared with");
  await expect(verdict).toContainText(/[0-9a-f]{64}/);
});

for (const [button, lines] of [
  ["Export CSV", (text: string) => text.trim().split("\r\n").slice(1)],
  ["Export JSONL", (text: string) => text.trim().split("\n")],
] as const) {
  test(`${button} gives what the filters show`, async ({ page }) => {
    await visitAs(page, "auditor", `/audit?target=${refused.eni.networkInterfaceId}`);
    const shown = await events(page).count();
    expect(shown).toBeGreaterThan(2);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const text = await readFile(await (await downloading).path(), "utf8");
    expect(lines(text)).toHaveLength(shown);
    for (const line of lines(text)) expect(line).toContain(refused.eni.networkInterfaceId);
    expect(text).toContain(refused.requestId);
    expect(text).toContain("InvalidOperation.EniLinked");
  });
}

for (const role of ["viewer", "operator", "approver", "admin"] as const) {
  test(`the role ${role} has no way into the log`, async ({ page }) => {
    await visitAs(page, role);
    const main = page.getByRole("navigation", { name: "Main" });
    await expect(main.getByRole("link", { name: "Requests" })).toBeVisible();
    await expect(main.getByRole("link", { name: "Audit" })).toBeHidden();
    await page.goto("/audit");
    await expect(page.getByRole("heading", { level: 1, name: "You may not see this page" })).toBeVisible();
    await expect(page.getByRole("table")).toBeHidden();
    const statuses = await page.evaluate(async () => {
      const paths = ["/api/audit", "/api/audit/export?format=csv", "/api/audit/verify"];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(statuses).toEqual([403, 403, 403]);
  });
}

test("the list of requests finds one by its RequestId, its person and its state", async ({ page }) => {
  await visitAs(page, "auditor", "/requests");
  const table = page.getByRole("table", { name: "Requests" });
  await page.getByRole("searchbox", { name: "Search" }).fill(refused.requestId);
  await expect(table.getByRole("row")).toHaveCount(2);
  await expect(table.getByRole("row").nth(1)).toContainText(refused.eni.networkInterfaceId);
  await expect(table.getByRole("row").nth(1)).toContainText("Refused by ECS");
  await page.getByRole("combobox", { name: "State" }).selectOption("detached");
  await expect(page.getByText("No request matches")).toBeVisible();
});

/** The rows of events, without the heading. */
function events(page: Page) {
  return page
    .getByRole("table", { name: "Audit events" })
    .getByRole("row")
    .filter({ has: page.getByRole("button", { name: /Details/ }) });
}

async function detachOne(page: Page, emulator: EmulatorControl): Promise<Remembered> {
  const eni = await takeSpareEni(emulator);
  await askForDetach(page, eni, "for the audit story");
  await expect(requestState(page)).toHaveText("Request: Detached", { timeout: 20_000 });
  return { eni, requestId: await requestIdShown(page) };
}

async function haveOneRefused(page: Page, emulator: EmulatorControl): Promise<Remembered> {
  const eni = await takeSpareEni(emulator);
  await emulator.addFault(
    { action: "DetachNetworkInterface", networkInterfaceId: eni.networkInterfaceId },
    { kind: "error", code: "InvalidOperation.EniLinked", httpStatus: 403, message: "The ENI is linked." },
  );
  await askForDetach(page, eni, "to be refused");
  await expect(requestState(page)).toHaveText("Request: Refused by ECS");
  const requestId = await requestIdShown(page);
  await emulator.clearFaults();
  return { eni, requestId };
}

/** The page does not offer what is refused; a script may still try. */
async function goAroundThePage(page: Page, emulator: EmulatorControl): Promise<StoryEni> {
  const eni = await findEni(emulator, wellKnown.web1.primaryEniId);
  expect(await callTheRoute(page, eni)).toBe(409);
  return eni;
}

async function callTheRoute(page: Page, eni: StoryEni): Promise<number> {
  const { regionId, instanceId, networkInterfaceId } = eni;
  const target = { accountId: ACCOUNT_ID, regionId, instanceId, networkInterfaceId };
  return page.evaluate(
    async (body) => {
      const response = await fetch("/api/requests", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
        body: JSON.stringify(body),
      });
      return response.status;
    },
    { action: "detach", ...target, reason: "around the page" },
  );
}
