import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, describe, expect, it } from "vitest";
import {
  closingLine,
  failure,
  readFaultReport,
  readPlaywrightReport,
  readRunner,
  readVitestReport,
} from "#scripts/test-report.ts";

const folder = mkdtempSync(join(tmpdir(), "eni-desk-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real Vitest over test files of our own making. */
function vitestResult(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(folder, "tests-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const report = join(root, "report.json");
  const vitest = join(import.meta.dirname, "..", "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--root", root, "--globals", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test" },
  });
  return readRunner(readVitestReport, report, status ?? 1);
}

describe("a run of Vitest", () => {
  it("counts each test and tells why one failed", () => {
    const result = vitestResult({
      "a.test.js":
        'it("adds", () => expect(1 + 1).toBe(2)); it("lies", () => expect(1).toBe(2)); it.skip("rests", () => {});',
    });
    expect(result).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(result.skips).toEqual([expect.stringMatching(/a\.test\.js: rests: no reason was given$/)]);
    expect(result.failures.join()).toMatch(/a\.test\.js\n {2}lies[\s\S]*expected 1 to be 2/);
  });

  it("says why tests were skipped, by the name of the group or by the test's own words", () => {
    const result = vitestResult({
      "a.test.js":
        'describe.skip("in a browser (skipped: there is none)", () => { it("looks", () => {}); });' +
        'it("goes", (context) => { context.task.meta.skipReason = "it rains"; context.skip(); });',
    });
    expect(result).toMatchObject({ skipped: 2 });
    expect(result.skips.map((text) => text.replace(/^.*a\.test\.js: /, ""))).toEqual([
      "in a browser (skipped: there is none) looks",
      "goes: it rains",
    ]);
  });

  it("has failed when a file of it could not be loaded", () => {
    const result = vitestResult({
      "good.test.js": 'it("adds", () => expect(1 + 1).toBe(2));',
      "broken.test.js": 'throw new Error("does not load");',
    });
    expect(result).toMatchObject({ passed: 1, failed: 1 });
    expect(result.failures.join()).toContain("does not load");
  });

  it("has failed when there was nothing to run", () => {
    expect(vitestResult({ "none.js": "" }).failed).toBe(1);
  });
});

describe("a run of Playwright", () => {
  const spec = (title: string, ok: boolean, message: string) => ({
    title,
    file: "audit.spec.ts",
    line: 7,
    ok,
    tests: [{ results: [{ errors: ok ? [] : [{ message }] }] }],
  });

  it("says why stories were skipped", () => {
    const skipped = (title: string, annotations: object[]) => ({
      ...spec(title, true, ""),
      tests: [{ status: "skipped", annotations, results: [] }],
    });
    const result = readPlaywrightReport(
      JSON.stringify({
        stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 2 },
        errors: [],
        suites: [
          {
            specs: [
              skipped("a", [{ type: "skip", description: "no clock" }]),
              skipped("b", [{ type: "skip" }]),
            ],
          },
        ],
      }),
    );
    expect(result.skips).toEqual(["audit.spec.ts:7: a: no clock", "audit.spec.ts:7: b: no reason was given"]);
  });

  it("counts stories of nested groups, and one that passed at its second try as failed", () => {
    const result = readPlaywrightReport(
      JSON.stringify({
        stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
        errors: [],
        suites: [
          { specs: [spec("a", true, "")], suites: [{ specs: [spec("finds it", false, "not visible")] }] },
        ],
      }),
    );
    expect(result).toEqual({
      passed: 3,
      failed: 2,
      skipped: 2,
      skips: [],
      failures: ["audit.spec.ts:7\n  finds it\nnot visible"],
    });
  });

  it("has failed when it left no report", () => {
    expect(readRunner(readPlaywrightReport, join(folder, "none.json"), 0).failed).toBe(1);
  });
});

describe("a run of the fault suite", () => {
  const promise = { what: "it is kept", engine: "sqlite", figure: "" };

  it("counts a promise on an engine as a test, and names what broke it and what was not tried", () => {
    const promises = [
      { ...promise, id: "R1", trials: 9, violations: [], left: [] },
      { ...promise, id: "R2", trials: 9, violations: ["a request is lost"], left: [] },
      { ...promise, id: "R3", trials: 0, violations: [], left: ["strace is not installed"] },
    ];
    expect(readFaultReport(JSON.stringify({ promises }))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      skips: ["R3 on sqlite: strace is not installed"],
      failures: ["R2 on sqlite: it is kept\na request is lost"],
    });
  });
});

describe("the closing line", () => {
  const passed = { passed: 2, failed: 0, skipped: 0, skips: [], failures: [] };

  it("adds everything up", () =>
    expect(closingLine([passed, passed, failure("why")])).toBe("4 passed, 1 failed"));

  it("names what was skipped only where something was", () => {
    expect(closingLine([{ ...passed, skipped: 3 }])).toBe("2 passed, 0 failed, 3 skipped");
  });
});
