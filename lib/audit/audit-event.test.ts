import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AUDIT_ACTIONS, AUDIT_SCHEMA_VERSION } from "#lib/audit/audit-event.ts";

const docs = readFileSync("docs/audit-events.md", "utf8");

/** The names in the first column of the table of actions, and those that are said not to be written yet. */
function documented(): string[] {
  const [, table = ""] = /## Actions and results\n([\s\S]*?)\n## /.exec(docs) ?? [];
  const rows = table.split("\n").flatMap((row) => /^\| (`.*?`) \|/.exec(row)?.[1] ?? []);
  const notYet = /^Not written yet.*?: (.*)$/m.exec(table)?.[1] ?? "";
  return [...rows, notYet].flatMap((text) =>
    [...text.matchAll(/`([a-z]+\.[a-z-]+)`/g)].map(([, name = ""]) => name),
  );
}

describe("docs/audit-events.md", () => {
  it("names every action, each once, and no other", () => {
    expect(documented().sort()).toEqual([...AUDIT_ACTIONS].sort());
  });

  it("is of the version that events are written in", () => {
    expect(docs).toContain(`This page is version ${AUDIT_SCHEMA_VERSION} of the format.`);
  });
});
