import "server-only";

import type { Desk } from "#lib/requests/desk.ts";
import { releaseLease, takeLease } from "#lib/store/lease.ts";

/** How long one replica does the work before another may; renewed when half of it is over. */
const LEASE_MS = 6_000;

/**
 * Work that one replica does for all: following, publishing. Losing it is harmless, since every write is fenced;
 * it only keeps the replicas from reading the same thing. Where one process is the only one (SQLite) it always leads.
 */
export class Leadership {
  readonly #desk: Pick<Desk, "store" | "clock" | "replica">;
  readonly #name: string;
  #oursUntil = 0;
  #askAgainAt = 0;

  constructor(desk: Pick<Desk, "store" | "clock" | "replica">, name: string) {
    this.#desk = desk;
    this.#name = name;
  }

  async isOurs(): Promise<boolean> {
    const { store, clock, replica } = this.#desk;
    if (store.engine === "sqlite") return true;
    const now = clock.now();
    if (now < this.#askAgainAt) return now < this.#oursUntil;
    this.#askAgainAt = now + LEASE_MS / 2;
    const taken = await store.write((tx) => takeLease(tx, clock, this.#name, replica, LEASE_MS), "ahead");
    this.#oursUntil = taken.ok && taken.value !== null ? now + LEASE_MS : 0;
    return this.#oursUntil > 0;
  }

  /** Lets another replica go on at once. */
  async giveUp(): Promise<void> {
    const { store, replica } = this.#desk;
    if (store.engine === "sqlite" || this.#oursUntil === 0) return;
    this.#oursUntil = 0;
    await store.write((tx) => releaseLease(tx, this.#name, replica), "ahead");
  }
}
