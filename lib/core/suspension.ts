import { performance } from "node:perf_hooks";

/**
 * Begins to watch for a machine that is suspended or a virtual machine that is paused: the monotonic clock stands
 * still meanwhile, the wall clock does not. What is returned tells how many milliseconds more have passed by the wall
 * clock since; 0 when it was set back. A wall clock that was set forward looks the same as a suspension.
 */
export function watchSuspension(
  wall: () => number = () => Date.now(),
  monotonic: () => number = () => performance.now(),
): () => number {
  const difference = wall() - monotonic();
  return () => Math.max(0, wall() - monotonic() - difference);
}
