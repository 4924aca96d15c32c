import "server-only";

import type { Inventory } from "#lib/inventory/inventory.ts";

/** How often we ask what other replicas have read. */
const PULL_EVERY_MS = 1_000;
/** How often each source is asked whether it is due. Much coarser, and fifty who look would have it read sooner than one. */
const KEEP_UP_EVERY_MS = 1_000;

/**
 * Keeps the inventory going while nobody looks: what was changed elsewhere is noticed, and what other replicas read is
 * known here. How often ECS is asked is each source's own decision.
 */
export class Refresher {
  readonly #inventory: Pick<Inventory, "pullShared" | "keepUp">;
  readonly #timers: NodeJS.Timeout[] = [];
  #pulling = false;
  #keepingUp = false;

  constructor(inventory: Pick<Inventory, "pullShared" | "keepUp">) {
    this.#inventory = inventory;
  }

  start(): void {
    if (this.#timers.length > 0) return;
    void this.#keepUp();
    this.#timers.push(
      setInterval(() => void this.#pull(), PULL_EVERY_MS).unref(),
      setInterval(() => void this.#keepUp(), KEEP_UP_EVERY_MS).unref(),
    );
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  async #pull(): Promise<void> {
    if (this.#pulling) return;
    this.#pulling = true;
    await this.#inventory.pullShared();
    this.#pulling = false;
  }

  async #keepUp(): Promise<void> {
    if (this.#keepingUp) return;
    this.#keepingUp = true;
    await this.#inventory.keepUp();
    this.#keepingUp = false;
  }
}
