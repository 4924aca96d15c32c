import { expect, it } from "vitest";
import { watchSuspension } from "#lib/core/suspension.ts";

it("tells by how much the wall clock went on while the monotonic one stood still", () => {
  const clocks = { wall: 1_000_000, monotonic: 50 };
  const suspendedMs = watchSuspension(
    () => clocks.wall,
    () => clocks.monotonic,
  );
  clocks.wall += 700;
  clocks.monotonic += 700;
  expect(suspendedMs()).toBe(0);
  clocks.wall += 30_000;
  expect(suspendedMs()).toBe(30_000);
  clocks.wall -= 3_600_000;
  expect(suspendedMs()).toBe(0);
});
