import { setTimeout as sleep } from "node:timers/promises";

/** As the dialog itself does, see `use-preflight.ts`. */
const REFRESH_MS = 8_000;
/** A dialog that could not refresh in time, because this process was late, looks once more before it sends. */
const TOO_OLD_MS = 9_000;

interface Dialogs<Target> {
  readonly targets: readonly Target[];
  /** How long each stays open before it is sent. */
  readonly openMs: number;
  /** A new one opens this often: room for what one of them does in its whole life. */
  readonly everyMs: number;
  /** Fetches a pre-flight, and answers its token. */
  readonly look: (target: Target) => Promise<string>;
  readonly send: (target: Target, token: string, index: number) => Promise<void>;
}

type Step = { readonly at: number; readonly index: number; readonly isLast: boolean };

/**
 * Many open dialogs, each on its own time: opened, refreshed every 8 s, sent at last. One thing happens at a time, so that
 * none of them is measured while another one works, and nobody sits through the waiting of each.
 */
export async function liveThrough<Target>(dialogs: Dialogs<Target>): Promise<void> {
  const { targets, look, send } = dialogs;
  const beganAt = performance.now();
  const lookedAt: { token: string; at: number }[] = [];
  for (const { at, index, isLast } of stepsOf(dialogs)) {
    const target = targets[index];
    if (target === undefined) throw new Error("a step of no dialog");
    await sleep(Math.max(0, beganAt + at - performance.now()));
    const known = lookedAt[index];
    if (!isLast || known === undefined || performance.now() - known.at > TOO_OLD_MS) {
      const startedAt = performance.now();
      lookedAt[index] = { token: await look(target), at: startedAt };
    }
    if (isLast) await send(target, lookedAt[index]?.token ?? "", index);
  }
}

function stepsOf<Target>({ targets, openMs, everyMs }: Dialogs<Target>): Step[] {
  const refreshes = Math.ceil(openMs / REFRESH_MS);
  return targets
    .flatMap((_, index) => [
      ...Array.from({ length: refreshes }, (__, nth) => ({
        at: index * everyMs + nth * REFRESH_MS,
        index,
        isLast: false,
      })),
      { at: index * everyMs + openMs, index, isLast: true },
    ])
    .sort((a, b) => a.at - b.at);
}
