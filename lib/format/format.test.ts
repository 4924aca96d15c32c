import { describe, expect, test } from "vitest";
import { count } from "#lib/format/count.ts";
import { duration } from "#lib/format/duration.ts";
import { clockTime, exactTime, timeParts } from "#lib/format/exact-time.ts";
import { memory } from "#lib/format/memory.ts";
import { shortId } from "#lib/format/short-id.ts";
import { timeDistance } from "#lib/format/time-distance.ts";
import { knownTimeZone } from "#lib/format/time-zone.ts";

describe("a moment in a time zone", () => {
  test("is written in that zone, whatever zone the process runs in", () => {
    expect(exactTime("2026-11-23T20:30:00.000Z", "UTC")).toBe("2026-11-23 20:30:00");
    expect(exactTime("2026-11-23T20:30:00.000Z", "Asia/Shanghai")).toBe("2026-11-24 04:30:00");
    expect(clockTime("2026-11-23T20:30:00.000Z", "Asia/Kathmandu")).toBe("02:15:00");
  });
  test("names the offset, with minutes where the zone has them", () => {
    expect(timeParts("2026-11-23T20:30:00Z", "UTC")?.offset).toBe("UTC");
    expect(timeParts("2026-11-23T20:30:00Z", "Asia/Shanghai")?.offset).toBe("UTC+8");
    expect(timeParts("2026-11-23T20:30:00Z", "Asia/Kathmandu")?.offset).toBe("UTC+5:45");
  });
  test("is midnight 00, not 24", () => {
    expect(clockTime("2026-11-23T00:00:00Z", "UTC")).toBe("00:00:00");
  });
  test("stays the text it was when it is no date", () => {
    expect(exactTime("soon", "UTC")).toBe("soon");
  });
});

describe("a time zone from a cookie", () => {
  test("is used when Intl knows it, and is UTC otherwise", () => {
    expect(knownTimeZone("Asia/Shanghai")).toBe("Asia/Shanghai");
    expect(knownTimeZone("Mars/Olympus")).toBe("UTC");
    expect(knownTimeZone("<script>")).toBe("UTC");
    expect(knownTimeZone(undefined)).toBe("UTC");
  });
});

describe("how long ago", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  test.each([
    ["2026-11-23T11:59:57Z", { kind: "now" }],
    ["2026-11-23T12:00:04Z", { kind: "now" }],
    ["2026-11-23T11:59:55Z", { kind: "past", count: 5, unit: "second" }],
    ["2026-11-23T11:00:01Z", { kind: "past", count: 59, unit: "minute" }],
    ["2026-11-23T11:00:00Z", { kind: "past", count: 1, unit: "hour" }],
    ["2026-11-20T12:00:00Z", { kind: "past", count: 3, unit: "day" }],
    ["2026-11-23T12:02:00Z", { kind: "future", count: 2, unit: "minute" }],
  ])("%s", (iso, distance) => {
    expect(timeDistance(iso, now)).toEqual(distance);
  });
  test("is unknown for text that is no date", () => {
    expect(timeDistance("", now)).toBeNull();
  });
});

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [3_249, "3.2 s"],
  [59_999, "59.9 s"],
  [245_000, "4 min 05 s"],
  [7_620_000, "2 h 07 min"],
  [-5, "0 ms"],
])("a duration of %d ms is %s", (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [512, "512 MiB"],
  [1_024, "1 GiB"],
  [1_536, "1.5 GiB"],
  [2_097_152, "2 TiB"],
])("%d MiB of memory is %s", (mib, text) => {
  expect(memory(mib)).toBe(text);
});

test.each([
  [0, "0"],
  [999, "999"],
  [12_480, "12,480"],
  [1_234_567, "1,234,567"],
])("a count of %d is %s", (value, text) => {
  expect(count(value)).toBe(text);
});

test("a long id keeps its prefix and its end, a short one is left alone", () => {
  expect(shortId("eni-bp1f9a3k2m5n7p8q")).toBe("eni-bp1f…5n7p8q");
  expect(shortId("i-bp1f9a3k")).toBe("i-bp1f9a3k");
});
