import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { DEMO_PASSWORD, fillSignIn, signInAs } from "#e2e/fixtures/sign-in.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

test.beforeAll(({ emulator }) => emulator.reset());

test("a stranger is sent to the sign-in page and back to where they wanted to go", async ({ page }) => {
  await page.goto("/network-interfaces?status=Available");
  await expect(page).toHaveURL(/\/sign-in\?/);

  await fillSignIn(page, "operator", DEMO_PASSWORD);

  await expect(page).toHaveURL(/\/network-interfaces\?status=Available$/);
  await expect(page.getByRole("heading", { level: 1, name: "Network interfaces" })).toBeVisible();
});

test("a wrong password is refused in words, and tells nothing about the name", async ({ page }) => {
  await page.goto("/sign-in");
  await fillSignIn(page, "operator", "not-the-password");
  const refusal = page.getByRole("alert").filter({ hasText: /\S/ });
  await expect(refusal).toBeVisible();
  const forKnownName = (await refusal.textContent()) ?? "";

  await fillSignIn(page, "nobody-of-that-name", "not-the-password");
  await expect(page.getByLabel("User name")).toHaveValue("nobody-of-that-name");
  await expect(refusal).toHaveText(forKnownName);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the sign-in page of the demo shows its accounts and says what it is", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("status").filter({ hasText: "Emulator: not a real cloud" })).toBeVisible();
  for (const account of ["viewer", "operator", "approver", "auditor", "admin"]) {
    await expect(page.getByText(account, { exact: true })).toBeVisible();
  }
  await expectNoAxeViolations(page);
});

test("signing out ends the session on the server too", async ({ page, context }) => {
  await signInAs(page, "viewer");
  const cookies = await context.cookies();
  expect((await context.request.get("/api/me")).status()).toBe(200);

  await page.getByRole("button", { name: /viewer/i }).click();
  await page
    .getByRole("menuitem", { name: "Sign out" })
    .or(page.getByRole("button", { name: "Sign out" }))
    .click();
  await expect(page).toHaveURL(/\/sign-in/);

  await context.clearCookies();
  await context.addCookies(cookies);
  expect((await context.request.get("/api/me")).status()).toBe(401);
});

test("an open redirect is not to be had from the sign-in page", async ({ page, baseURL }) => {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent("https://elsewhere.example/")}`);
  await fillSignIn(page, "viewer", DEMO_PASSWORD);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(baseURL);
});

test("what is filled in before the page is ready stays, and is no address's business", async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const early = await context.newPage();
  await early.goto("/sign-in");
  await fillSignIn(early, "operator", DEMO_PASSWORD);
  await early.waitForLoadState();
  expect(early.url()).not.toContain(DEMO_PASSWORD);
  await context.close();

  const page = await browser.newPage();
  // The page is there a second before its code is.
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const speed = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };
  await line.send("Network.emulateNetworkConditions", { ...speed, latency: 1_000 });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("User name").fill("operator");
  await page.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
  await line.send("Network.emulateNetworkConditions", { ...speed, latency: 0 });
  await page.waitForLoadState("networkidle");
  await expect(page.getByLabel("User name")).toHaveValue("operator");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.close();
});
