import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { SharedChange } from "#lib/inventory/shared-rows.ts";
import type { SharedSnapshot, SharedState } from "#lib/inventory/shared-snapshot.ts";
import { GONE_KEPT_MS } from "#lib/inventory/shared-turns.ts";

/** Changes are told together that come within this time. */
const GATHER_MS = 100;

/** Takes in what other replicas read. */
export interface SharedReader {
  onChanges(changes: readonly SharedChange[]): void;
  /** Everything there is has been read: what is not among these ids, and was not seen since, is gone. */
  onEverything(ids: ReadonlySet<string>, walkedAt: number): void;
  /** The shared rows are new, or were emptied by a crash of the database: everything known here must be told again. */
  onLoss(): void;
}

/** What one replica tells the others of a source, and learns from them. */
export class SourceSharing {
  readonly snapshot: SharedSnapshot;
  readonly #reader: SharedReader;
  readonly #clock: Clock;
  readonly #untold = new Map<string, SharedChange>();
  #epoch: string | null = null;
  #version = 0;
  #pulledAt: number | null = null;
  #pulling: Promise<SharedState | null> | null = null;
  #isTakingIn = false;
  #timer: NodeJS.Timeout | null = null;
  #telling: Promise<boolean> = Promise.resolve(true);

  constructor(snapshot: SharedSnapshot, clock: Clock, reader: SharedReader) {
    this.snapshot = snapshot;
    this.#clock = clock;
    this.#reader = reader;
  }

  /** True while rows of others are taken in: they are no news of ours. */
  get isTakingIn(): boolean {
    return this.#isTakingIn;
  }

  /** A read of ours showed this; the others are told soon. */
  note(change: SharedChange): void {
    if (this.#isTakingIn) return;
    this.#untold.set(`${change.kind}/${change.id}`, change);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.tell();
    }, GATHER_MS).unref();
  }

  /** Tells everything that is untold. False: the database did not take it; it is told with what comes next. */
  tell(): Promise<boolean> {
    this.#telling = this.#telling.then(() => this.#tellNow());
    return this.#telling;
  }

  async #tellNow(): Promise<boolean> {
    const changes = [...this.#untold.values()];
    if (changes.length === 0) return true;
    this.#untold.clear();
    const told = await this.snapshot.rows.publish(changes);
    if (told.ok) {
      // Another one than we know tells of a loss, which the next pull notices.
      this.#epoch ??= told.value;
      return true;
    }
    for (const change of changes) {
      const key = `${change.kind}/${change.id}`;
      if (!this.#untold.has(key)) this.#untold.set(key, change);
    }
    return false;
  }

  /** Reads what others have told since. Null: the database does not answer. */
  pull(): Promise<SharedState | null> {
    this.#pulling ??= this.#pullNow().finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  async #pullNow(): Promise<SharedState | null> {
    const now = this.#clock.now();
    const read = await this.snapshot.state();
    if (!read.ok) return null;
    const state = read.value;
    if (state.epoch !== this.#epoch) {
      this.#version = 0;
      this.#reader.onLoss();
    }
    this.#epoch = state.epoch;
    // What went while we could not read is forgotten after a time, so after a long absence everything is read.
    const isComplete = this.#pulledAt === null || now - this.#pulledAt > GONE_KEPT_MS / 2;
    const ids = new Set<string>();
    for await (const piece of this.snapshot.rows.changes(isComplete ? 0 : this.#version, state.version)) {
      if (!piece.ok) return null;
      this.#isTakingIn = true;
      try {
        this.#reader.onChanges(piece.value);
      } finally {
        this.#isTakingIn = false;
      }
      if (isComplete) for (const { id, value } of piece.value) if (value !== null) ids.add(id);
    }
    if (isComplete && state.walkedAt !== null) {
      this.#isTakingIn = true;
      this.#reader.onEverything(ids, state.walkedAt);
      this.#isTakingIn = false;
    }
    this.#version = state.version;
    this.#pulledAt = now;
    return state;
  }
}
