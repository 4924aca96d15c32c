import { describe, expect, it } from "vitest";
import { dayBounds } from "#lib/format/day-bounds.ts";

describe("the bounds of a day", () => {
  it.each([
    ["2026-11-24", "UTC", "2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z"],
    ["2026-11-24", "Asia/Shanghai", "2026-11-23T16:00:00.000Z", "2026-11-24T16:00:00.000Z"],
    ["2026-11-24", "America/Los_Angeles", "2026-11-24T08:00:00.000Z", "2026-11-25T08:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["2026-12-31", "Asia/Kolkata", "2026-12-30T18:30:00.000Z", "2026-12-31T18:30:00.000Z"],
  ])("%s in %s", (day, timeZone, from, to) => {
    expect(dayBounds(day, timeZone)).toEqual({ from, to });
  });
});
