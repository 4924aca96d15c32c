import "server-only";

import { setImmediate as nextTurn } from "node:timers/promises";

/** How long one turn of the event loop may be held up, in milliseconds. */
const SLICE_MS = 8;

/** Runs long work in slices, between which the server answers others. */
export async function inSlices<T>(work: Iterator<unknown, T>): Promise<T> {
  let until = performance.now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
}
