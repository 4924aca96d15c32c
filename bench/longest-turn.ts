import { monitorEventLoopDelay } from "node:perf_hooks";

/** In milliseconds. */
export interface LongestTurn {
  byClock: number;
  /** What the thread itself computed in a turn: what else runs on the machine does not stretch it. */
  computing: number;
}

/** Watches the turns of the event loop; gives back what ends it and tells the longest. */
export function watchTurns(): () => LongestTurn {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let computing = 0;
  let before = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    computing = Math.max(computing, (user + system) / 1_000);
    next = setImmediate(look);
  };
  let next = setImmediate(look);
  return () => {
    clearImmediate(next);
    delay.disable();
    return { byClock: delay.max / 1e6, computing };
  };
}
