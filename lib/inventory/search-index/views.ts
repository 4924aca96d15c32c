import "server-only";

import type { Place } from "#lib/domain/scope.ts";
import type { Host } from "#lib/inventory/attachments.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import type { Reach } from "#lib/policy/reach.ts";

/** What is remembered of how far people see, a bit or two a row each. The longest unused is forgotten. */
const MOST_VIEWS = 16;
const ROWS_A_PIECE = 256;

/** Of all rows, those that somebody may see. */
export interface View {
  /** No two views have the same, also not when one is forgotten and made again. */
  readonly name: string;
  readonly included: Bitmap;
  /** Slots whose instance is beyond what may be seen; null when no instance ever is. */
  readonly hidden: Bitmap | null;
  /** Whether there is any such slot among those included. */
  readonly hidesInstances: boolean;
}

export interface RowsToSee {
  readonly size: number;
  readonly alive: Bitmap;
  at(slot: number): { value: Place; host: Host } | null;
}

/** Views by reach, each kept up row by row from when it was first asked for. */
export class Views {
  readonly #rows: RowsToSee;
  readonly #everything: View;
  readonly #limited = new Map<string, LimitedView>();

  constructor(rows: RowsToSee) {
    this.#rows = rows;
    this.#everything = { name: "", included: rows.alive, hidden: null, hidesInstances: false };
  }

  /** The view once it is filled. Null: fill it first. */
  ready(reach: Reach): View | null {
    if (reach.scopes === null) return this.#everything;
    const view = this.#limited.get(JSON.stringify(reach.scopes));
    return view?.isFilled ? this.#use(view) : null;
  }

  /** Rows may change meanwhile: yields where it may be interrupted. */
  *fill(reach: Reach): Generator<void> {
    const key = JSON.stringify(reach.scopes);
    const view = new LimitedView(key, reach, this.#rows);
    this.#use(view);
    for (let slot = 0; slot < this.#rows.size; slot += 1) {
      view.look(slot);
      if (slot % ROWS_A_PIECE === 0) yield;
    }
    view.isFilled = true;
  }

  /** A row has come, changed or gone. */
  look(slot: number): void {
    for (const view of this.#limited.values()) view.look(slot);
  }

  #use(view: LimitedView): View {
    this.#limited.delete(view.key);
    this.#limited.set(view.key, view);
    for (const oldest of this.#limited.keys()) {
      if (this.#limited.size <= MOST_VIEWS) break;
      this.#limited.delete(oldest);
    }
    return view;
  }
}

let made = 0;

class LimitedView implements View {
  readonly key: string;
  readonly name = `${++made}`;
  readonly included = new Bitmap();
  readonly hidden = new Bitmap();
  isFilled = false;
  readonly #reach: Reach;
  readonly #rows: RowsToSee;

  constructor(key: string, reach: Reach, rows: RowsToSee) {
    this.key = key;
    this.#reach = reach;
    this.#rows = rows;
  }

  get hidesInstances(): boolean {
    return this.hidden.meets(this.included);
  }

  look(slot: number): void {
    const row = this.#rows.at(slot);
    const instance = row?.host.instance ?? null;
    this.included.put(slot, row !== null && this.#reach.includes(row.value));
    this.hidden.put(slot, instance !== null && !this.#reach.includes(instance));
  }
}
