import { z } from "zod";
import { ControlProblem } from "#emulator/control/control-problem.ts";
import { parseBody } from "#emulator/control/parse-body.ts";
import type { EmulatorClock } from "#emulator/world/clock.ts";

/** A day short of the longest time JavaScript can say, so that adding to it stays a time. */
const LATEST_MS = 8_640_000_000_000_000 - 86_400_000;

const LONGEST_STEP_MS = 366 * 86_400_000;

const clockSchema = z.strictObject({
  freeze: z.literal(true).optional(),
  resume: z.literal(true).optional(),
  /** Milliseconds since 1970 or ISO 8601 with an offset. */
  set: z.union([z.int().min(0).max(LATEST_MS), z.iso.datetime({ offset: true })]).optional(),
  /** Ahead of the machine's clock, or behind it when below 0. */
  offsetMs: z.int().min(-LONGEST_STEP_MS).max(LONGEST_STEP_MS).optional(),
  advanceMs: z.int().min(0).max(LONGEST_STEP_MS).optional(),
});

/** Does what the body asks, in the order freeze, offset, set, advance, resume, and tells the time. */
export function setClock(
  clock: EmulatorClock,
  body: unknown,
): { now: string; nowMs: number; offsetMs: number; frozen: boolean } {
  const { freeze, resume, set, offsetMs, advanceMs } = parseBody(clockSchema, body);
  if (freeze && resume) throw new ControlProblem(400, "Either freeze or resume, not both.");
  if (freeze) clock.freeze();
  if (offsetMs !== undefined) clock.setOffset(offsetMs);
  if (set !== undefined) clock.set(typeof set === "number" ? set : Date.parse(set));
  if (advanceMs !== undefined) clock.advance(advanceMs);
  if (resume) clock.resume();
  clock.settle();
  const nowMs = clock.now();
  return { now: new Date(nowMs).toISOString(), nowMs, offsetMs: clock.offsetMs, frozen: clock.isFrozen };
}
