import "server-only";

import { setImmediate as nextTurn } from "node:timers/promises";

/** How long one turn of the event loop may be held up, in milliseconds. */
const SLICE_MS = 8;
/** And where others hold it up for longer. */
const LONGEST_SLICE_MS = 50;

export interface Turns {
  /** In milliseconds. */
  now(): number;
  /** Lets everything else that waits have its turn. */
  next(): Promise<unknown>;
}

const realTurns: Turns = { now: () => performance.now(), next: () => nextTurn() };

/** How long slices have taken in all: they are not among the others. */
let slicedMs = 0;

/**
 * Runs long work in slices, between which the server answers others. A slice takes as long as they have just taken, within
 * its bounds: while regions are read, what somebody waits for must not get a hundredth of the time.
 */
export async function inSlices<T>(work: Iterator<unknown, T>, turns: Turns = realTurns): Promise<T> {
  for (let sliceMs = SLICE_MS; ; ) {
    const beganAt = turns.now();
    let step = work.next();
    while (!step.done && turns.now() - beganAt < sliceMs) step = work.next();
    const endedAt = turns.now();
    slicedMs += endedAt - beganAt;
    if (step.done) return step.value;
    const slicedBefore = slicedMs;
    await turns.next();
    const othersMs = turns.now() - endedAt - (slicedMs - slicedBefore);
    sliceMs = Math.min(Math.max(othersMs, SLICE_MS), LONGEST_SLICE_MS);
  }
}
