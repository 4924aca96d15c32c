import { describe, expect, it } from "vitest";
import { createLog, loggable } from "#lib/log/log.ts";

describe("the log", () => {
  it("writes one JSON line per event, whatever a name from the cloud holds", () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line: string) => lines.push(line) });
    log.warn("instance.seen", { name: 'web\r\n{"level":30,"event":"forged"}\u001b[31m\u202e' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd().split("\n")).toHaveLength(1);
    const entry = JSON.parse(lines[0] ?? "") as { event: string; name: string };
    expect(entry.event).toBe("instance.seen");
    for (const character of ["\r", "\n", "\u001b", "\u202e"]) expect(entry.name).not.toContain(character);
  });

  it("redacts keys, tokens and signatures", () => {
    const key = ["LT", "AI", "5tCanaryCanary12"].join("");
    const token = ["ST", "S.", "CanaryCanary1234"].join("");
    const url = `https://ecs.example/?AccessKeyId=${key}&Signature=c2VjcmV0%3D&SecurityToken=abc123 ${token}`;
    const clean = loggable(url);
    for (const secret of [key, token, "c2VjcmV0", "abc123"]) expect(clean).not.toContain(secret);
    expect(clean).toContain("[redacted]");
  });
});
