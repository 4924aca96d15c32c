import { describe, expect, it } from "vitest";
import { dayOf, endOfDay, lastDayBefore, startOfDay } from "#components/audit/day-range.ts";

describe("a day of the audit filters", () => {
  it.each([
    ["UTC", "2026-11-23T00:00:00.000Z"],
    ["Asia/Shanghai", "2026-11-22T16:00:00.000Z"],
    ["America/New_York", "2026-11-23T05:00:00.000Z"],
    ["Asia/Kathmandu", "2026-11-22T18:15:00.000Z"],
  ])("begins at midnight in %s", (timeZone, iso) => {
    expect(startOfDay("2026-11-23", timeZone)).toBe(iso);
  });

  it("has 25 hours where the clock goes back", () => {
    const hours =
      (Date.parse(endOfDay("2026-10-25", "Europe/Berlin") ?? "") -
        Date.parse(startOfDay("2026-10-25", "Europe/Berlin") ?? "")) /
      3_600_000;
    expect(hours).toBe(25);
  });

  it("comes back from the address as it was chosen", () => {
    const from = startOfDay("2026-11-23", "Asia/Shanghai") ?? "";
    const to = endOfDay("2026-11-23", "Asia/Shanghai") ?? "";
    expect(dayOf(from, "Asia/Shanghai")).toBe("2026-11-23");
    expect(lastDayBefore(to, "Asia/Shanghai")).toBe("2026-11-23");
  });

  it("is nothing for text that is no date", () => {
    expect(startOfDay("tomorrow", "UTC")).toBeNull();
    expect(startOfDay("2026-13-45", "UTC")).toBeNull();
    expect(dayOf("tomorrow", "UTC")).toBe("");
  });
});
