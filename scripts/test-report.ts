import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What one stage of `npm test` adds to the closing line. */
export interface StageResult {
  passed: number;
  failed: number;
  skipped: number;
  /** One line per test that was skipped, with the reason it gave. */
  skips: string[];
  /** One text per failure, for the person who has to mend it. */
  failures: string[];
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          meta: z.looseObject({ skipReason: z.string().optional() }).default({}),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Counts of a Vitest JSON report; a file that could not even be loaded is one failure. */
export function readVitestReport(text: string): StageResult {
  const report = vitestReport.parse(JSON.parse(text));
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const skips = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => ["skipped", "pending", "todo"].includes(test.status))
      .map((test) => `${file.name}: ${test.fullName}${reasonText(test.meta.skipReason, test.fullName)}`),
  );
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${file.name}\n  ${test.fullName}\n${(test.failureMessages ?? []).join("\n")}`),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    skips,
    failures: [...tests, ...broken.map((file) => `${file.name}\n${file.message}`)],
  };
}

/** A reason of its own, or one in the name: `… (skipped: there is no browser)`. */
function reasonText(reason: string | undefined, name: string): string {
  if (reason) return `: ${reason}`;
  return name.includes("(skipped: ") ? "" : ": no reason was given";
}

const playwrightError = z.object({ message: z.string().default("no message") });

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  ok: z.boolean(),
  tests: z.array(
    z.object({
      status: z.string().default(""),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })).default([]),
      results: z.array(z.object({ errors: z.array(playwrightError).default([]) })),
    }),
  ),
});

const playwrightSuite = z.object({
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(playwrightError),
  suites: z.array(playwrightSuite),
});

/** Counts of a Playwright JSON report. A test that passed only at a second try has failed. */
export function readPlaywrightReport(text: string): StageResult {
  const { stats, errors, suites } = playwrightReport.parse(JSON.parse(text));
  const specs = suites.flatMap(specsOf);
  const failures = specs.filter((spec) => !spec.ok).map(describeSpec);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    skips: specs.flatMap(skipsOf),
    failures: [...failures, ...errors.map((error) => error.message)],
  };
}

function specsOf(suite: z.infer<typeof playwrightSuite>): z.infer<typeof playwrightSpec>[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

function skipsOf({ file, line, title, tests }: z.infer<typeof playwrightSpec>): string[] {
  return tests
    .filter((test) => test.status === "skipped")
    .map(({ annotations }) => {
      const reason = annotations.find(({ type, description }) => type === "skip" && description)?.description;
      return `${file}:${line}: ${title}${reasonText(reason, title)}`;
    });
}

function describeSpec(spec: z.infer<typeof playwrightSpec>): string {
  const messages = spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors));
  return `${spec.file}:${spec.line}\n  ${spec.title}\n${messages.map((error) => error.message).join("\n")}`;
}

const faultReport = z.object({
  promises: z.array(
    z.object({
      id: z.string(),
      engine: z.string(),
      what: z.string(),
      trials: z.number(),
      violations: z.array(z.string()),
      left: z.array(z.string()),
    }),
  ),
});

/** Counts of the fault suite's report: a promise on an engine is one test, and each part of it that was not tried a skipped one. */
export function readFaultReport(text: string): StageResult {
  const { promises } = faultReport.parse(JSON.parse(text));
  const broken = promises.filter(({ violations }) => violations.length > 0);
  const kept = promises.filter(({ violations, trials }) => violations.length === 0 && trials > 0);
  const skips = promises.flatMap(({ id, engine, left }) => left.map((why) => `${id} on ${engine}: ${why}`));
  return {
    passed: kept.length,
    failed: broken.length,
    skipped: skips.length,
    skips,
    failures: broken.map(
      ({ id, engine, what, violations }) => `${id} on ${engine}: ${what}\n${violations.join("\n")}`,
    ),
  };
}

/**
 * The result of a test runner: its report, and one failure more when it ended badly without naming one, or ran nothing.
 *
 * @param status exit status of the runner
 */
export function readRunner(read: (text: string) => StageResult, path: string, status: number): StageResult {
  if (!existsSync(path)) return failure("It ended without a report.");
  const result = read(readFileSync(path, "utf8"));
  if (status !== 0 && result.failed === 0) return withFailure(result, `It ended with status ${status}.`);
  if (result.passed + result.failed === 0) return withFailure(result, "It ran no test.");
  return result;
}

export function failure(reason: string): StageResult {
  return { passed: 0, failed: 1, skipped: 0, skips: [], failures: [reason] };
}

function withFailure(result: StageResult, reason: string): StageResult {
  return { ...result, failed: result.failed + 1, failures: [...result.failures, reason] };
}

/** The closing line, in the form that a machine reads: `N passed, N failed`, and the skipped ones where there are any. */
export function closingLine(results: readonly StageResult[]): string {
  const sum = (key: "passed" | "failed" | "skipped") =>
    results.reduce((total, result) => total + result[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
