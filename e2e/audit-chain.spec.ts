import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import SqliteConnection from "better-sqlite3";
import { expectNoAxeViolations } from "#e2e/fixtures/accessibility.ts";
import { collectPageProblems } from "#e2e/fixtures/page-problems.ts";
import { asChange, said } from "#e2e/http/call.ts";
import { Desk, idOf, type Session } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

const ROOT = join(import.meta.dirname, "..");
const { privateKey, publicKey } = generateKeyPairSync("ed25519");

/** A dashboard of its own, because its log is going to be broken. */
let desk: Desk;
let auditor: Session;
let operator: Session;
let requestPath = "";

test.beforeAll(async ({ cloud }) => {
  const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  desk = await Desk.start(cloud.url, { AUDIT_SIGNING_KEY: pem });
  auditor = await desk.signIn("auditor");
  operator = await desk.signIn("operator");
  const asked = await operator.call("/api/requests", asChange(await cloud.nextAsk()));
  requestPath = `/requests/${idOf(asked)}`;
  writeFileSync(publicKeyPath(), publicKey.export({ type: "spki", format: "pem" }));
});
test.afterAll(() => desk.stop());

let problems: readonly string[] = [];
test.beforeEach(async ({ page }) => {
  problems = await collectPageProblems(page);
});
test.afterEach(() => expect(problems, "problems that the page had").toEqual([]));

const publicKeyPath = () => join(desk.folder, "public.pem");
const address = (path: string) => `http://localhost:${desk.port}${path}`;

/** Stands on `path` of this dashboard as this person. */
async function stand(page: Page, { cookie }: Session, path: string): Promise<void> {
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: address("/") };
  });
  await page.context().addCookies(cookies);
  await page.goto(address(path));
}

/** `npm run audit:verify`, without the database. */
function verify(...args: string[]) {
  const command = [
    "--conditions=react-server",
    "scripts/audit-verify.ts",
    ...args,
    "--public-key",
    publicKeyPath(),
  ];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
}

async function download(page: Page, click: () => Promise<void>, name: string): Promise<string> {
  const downloading = page.waitForEvent("download");
  await click();
  const path = join(desk.folder, name);
  await (await downloading).saveAs(path);
  return path;
}

test("a person downloads the evidence of a request, and anyone with the public key verifies it", async ({
  page,
}) => {
  await stand(page, operator, requestPath);
  const link = page.getByRole("link", { name: "Download evidence" });
  await expectNoAxeViolations(page);
  const path = await download(page, () => link.click(), "evidence.json");
  expect(verify("--evidence", path)).toMatchObject({ status: 0, stdout: expect.stringContaining("Intact:") });
  writeFileSync(path, readFileSync(path, "utf8").replace("asked by a test", "asked by nobody"));
  expect(verify("--evidence", path)).toMatchObject({ status: 1, stderr: expect.stringContaining("Damaged") });

  const log = await auditor.call("/api/audit?action=audit.exported&actor=operator");
  expect(said(log).items?.[0]).toMatchObject({
    after: { format: "evidence", request: requestPath.split("/")[2] },
  });
});

test("nobody gets evidence of a request that is not there", async () => {
  const answer = await auditor.call("/api/requests/00000000-0000-4000-8000-000000000000/evidence");
  expect([answer.status, said(answer).type]).toEqual([404, "not-found"]);
});

test("the audit page shows the signed head, and what the chain was compared with", async ({ page }) => {
  await stand(page, auditor, "/audit");
  const published = page.getByText("Last signed head").locator("xpath=..");
  await expect(published).toContainText(/event \d+/);
  await expect(published).toContainText(/key [0-9a-f]{16}/);
  await page.getByRole("button", { name: "Verify chain" }).click();
  const verdict = page.getByRole("status").filter({ hasText: "The chain is intact" });
  await expect(verdict).toContainText(/Head at event \d+ as this server remembers it/);
  await expect(verdict).toContainText(/right up to event \d+, key [0-9a-f]{16}/);
});

test("an export verifies by itself under its signed head", async ({ page }) => {
  await stand(page, auditor, "/audit");
  const exporting = page.getByRole("button", { name: "Export JSONL" });
  const path = await download(page, () => exporting.click(), "export.jsonl");
  const verified = verify("--file", path);
  expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining("signed head of") });
  writeFileSync(path, readFileSync(path, "utf8").split("\n").slice(0, -2).join("\n"));
  expect(verify("--file", path).status).toBe(1);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [lang, button, title, first] of [
    ["en", "Verify chain", "The chain is broken", "The first bad event is 4."],
    ["zh", "验证链", "链已损坏", "第一个异常事件为 4。"],
  ] as const) {
    test.describe(`a broken chain, ${colorScheme}, ${lang}`, () => {
      test.use({ colorScheme });

      test("is told unmistakably, with what to do", async ({ page }) => {
        const database = new SqliteConnection(desk.databasePath, { timeout: 5_000 });
        const kept = breakEvent(database, 4);
        try {
          await page.context().addCookies([{ name: "lang", value: lang, url: address("/") }]);
          await stand(page, auditor, "/audit");
          await page.getByRole("button", { name: button }).click();
          const alert = page.getByRole("alert").filter({ hasText: title });
          await expect(alert).toContainText(first);
          await expect(alert.getByRole("listitem")).toHaveCount(3);
          await expectNoAxeViolations(page);
        } finally {
          mendEvent(database, kept);
          database.close();
        }
        await page.getByRole("button", { name: button }).click();
        await expect(page.getByRole("alert").filter({ hasText: title })).toBeHidden();
      });
    });
  }
}

interface Kept {
  seq: number;
  body: string;
  trigger: string;
}

/** As someone with the file would: the trigger goes, and comes back. */
function breakEvent(database: SqliteConnection.Database, seq: number): Kept {
  const { sql: trigger } = database
    .prepare<[], { sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'events_are_not_changed'")
    .get() ?? { sql: "" };
  const { body } = database
    .prepare<[number], { body: string }>("SELECT body FROM events WHERE seq = ?")
    .get(seq) ?? { body: "" };
  const kept = { seq, body, trigger };
  setBody(database, kept, body.replace('"result":"', '"result":"not-'));
  return kept;
}

function mendEvent(database: SqliteConnection.Database, kept: Kept): void {
  setBody(database, kept, kept.body);
}

function setBody(database: SqliteConnection.Database, { seq, trigger }: Kept, body: string): void {
  database.exec("DROP TRIGGER events_are_not_changed");
  database.prepare("UPDATE events SET body = ? WHERE seq = ?").run(body, seq);
  database.exec(trigger);
}
