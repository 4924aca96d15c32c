import "server-only";

import type { Place } from "#lib/domain/scope.ts";
import type { Host } from "#lib/inventory/attachments.ts";
import type { Observed } from "#lib/inventory/observed-rows.ts";
import { naturalKey } from "#lib/inventory/paging.ts";
import { AddressColumns, type Addresses } from "#lib/inventory/search-index/address-columns.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { BlockScratch } from "#lib/inventory/search-index/block-scratch.ts";
import type { Column, Columns } from "#lib/inventory/search-index/columns.ts";
import { FacetColumn } from "#lib/inventory/search-index/facet-column.ts";
import { Order } from "#lib/inventory/search-index/order.ts";
import type { Ranked } from "#lib/inventory/search-index/ordered-slots.ts";
import { RowSlots } from "#lib/inventory/search-index/row-slots.ts";
import { TextColumn } from "#lib/inventory/search-index/text-column.ts";
import { type View, Views } from "#lib/inventory/search-index/views.ts";

/** Orders kept at a time, four bytes a row each. */
const MOST_ORDERS = 6;
/** A bit a row each. */
const MOST_VISIBLE = 16;

type Kept<T> =
  | { kind: "facet"; column: Column<T>; facet: FacetColumn<string> }
  | { kind: "text"; column: Column<T>; text: TextColumn };

/** What of a row is looked for: values by column, and addresses. */
interface Facts {
  values: readonly (readonly string[])[];
  addresses: Addresses;
}

const NO_ADDRESSES: Addresses = { ipv4: [], ipv6: [] };

const sameTexts = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, at) => text === b[at]);

/**
 * All rows of one kind, each in a slot, with a column for everything that is looked for and orders for what was sorted
 * by. Kept up row by row, within the change itself; only the index of texts and the orders lag, and know by how much.
 */
export class RowIndex<T extends Place, SortKey extends string> {
  readonly rows = new RowSlots<Observed<T>>();
  readonly hosts = new RowSlots<Host>();
  readonly alive = new Bitmap();
  readonly places = new FacetColumn<string>();
  readonly addresses = new AddressColumns();
  readonly kept: readonly Kept<T>[];
  readonly columns: Columns<T, SortKey>;
  readonly views: Views;
  readonly #orders = new Map<string, Order>();
  /** What is visible of some places, by these and the view, as long as no row changes. */
  readonly #visible = new Map<string, { found: Bitmap; total: number }>();

  constructor(columns: Columns<T, SortKey>) {
    this.columns = columns;
    const { rows } = this;
    this.views = new Views({
      alive: this.alive,
      get size() {
        return rows.size;
      },
      at: (slot) => this.at(slot),
    });
    this.kept = columns.columns.map((column): Kept<T> => {
      if (column.kind === "facet") return { kind: "facet", column, facet: new FacetColumn() };
      const textsOf = (slot: number) => this.valuesAt(slot, column).map((value) => value.toLowerCase());
      const text = new TextColumn(textsOf, column.isRepetitive);
      return { kind: "text", column, text };
    });
  }

  /** Whether so much text has changed that looking for words takes long before it is caught up with. */
  get isBehind(): boolean {
    return this.kept.some((each) => each.kind === "text" && each.text.isBehind);
  }

  /** Rows may change meanwhile: yields where it may be interrupted. */
  *catchUp(): Generator<void> {
    const scratch = new BlockScratch();
    for (const each of this.kept) if (each.kind === "text") yield* each.text.catchUp(scratch);
  }

  at(slot: number): { value: T; host: Host } | null {
    const [observed, host] = [this.rows.at(slot), this.hosts.at(slot)];
    return observed === null || host === null ? null : { value: observed.value, host };
  }

  addressesAt(slot: number): Addresses {
    const row = this.at(slot);
    return row === null ? NO_ADDRESSES : this.columns.addresses(row.value, row.host);
  }

  valuesAt(slot: number, column: Column<T>): readonly string[] {
    const row = this.at(slot);
    return row === null ? [] : column.values(row.value, row.host);
  }

  add(observed: Observed<T>, host: Host): number {
    const slot = this.rows.add(observed);
    this.hosts.replace(slot, host);
    this.alive.set(slot);
    this.places.add(slot, [host.place], this.rows.size);
    this.#tellOrders(slot, false);
    this.#note(slot, null, this.#facts(slot));
    return slot;
  }

  /** To be called before a row changes; gives back what is to be called afterwards. */
  changing(slot: number): () => void {
    const before = this.#facts(slot);
    this.#tellOrders(slot, true);
    return () => this.#note(slot, before, this.#facts(slot));
  }

  /** The same when only the instance changes that the row is on. */
  hostChanging(slot: number): () => void {
    const told = this.kept.filter(({ column }) => column.isOfHost === true);
    const before = told.map(({ column }) => this.valuesAt(slot, column));
    this.#tellOrders(slot, true);
    return () => {
      for (const [at, each] of told.entries()) {
        this.#noteValues(slot, each, before[at] ?? [], this.valuesAt(slot, each.column));
      }
      this.#seenAnew(slot);
    };
  }

  remove(slot: number): void {
    const before = this.#facts(slot);
    const place = this.hosts.at(slot)?.place ?? "";
    this.#tellOrders(slot, true);
    this.alive.unset(slot);
    this.places.remove(slot, [place]);
    this.rows.remove(slot);
    this.hosts.replace(slot, null);
    this.#note(slot, before, null);
  }

  /** The slots that somebody may see of some accounts and regions, and how many these are. */
  visible(places: readonly string[], view: View): { found: Bitmap; total: number } {
    const name = JSON.stringify([view.name, places]);
    let visible = this.#visible.get(name);
    if (visible === undefined) {
      const found = new Bitmap();
      for (const place of places) this.places.addTo(found, place);
      found.and(view.included);
      visible = { found, total: found.count() };
      if (this.#visible.size === MOST_VISIBLE) this.#visible.clear();
      this.#visible.set(name, visible);
    }
    return { ...visible, found: visible.found.copy() };
  }

  /** The order of everything by one column, as somebody sees it who may not see every instance. */
  order(key: SortKey, descending: boolean, view: View): Order {
    const sorting = this.columns.sortings[key];
    const isOwn = sorting.isOfHost === true && view.hidesInstances;
    const name = `${descending ? "-" : ""}${key}${isOwn ? ` ${view.name}` : ""}`;
    const order =
      this.#orders.get(name) ?? new Order((slot) => this.rank(slot, key, isOwn ? view : null), descending);
    this.#orders.delete(name);
    this.#orders.set(name, order);
    for (const [oldest, { isBeingMade }] of this.#orders) {
      if (this.#orders.size <= MOST_ORDERS) break;
      if (!isBeingMade) this.#orders.delete(oldest);
    }
    return order;
  }

  /** `view`: of somebody from whom instances may be hidden. */
  rank(slot: number, key: SortKey, view: View | null): Ranked {
    const row = this.at(slot);
    if (row === null) return { key: "", id: "" };
    const host = view?.hidden?.has(slot) ? { ...row.host, instance: null } : row.host;
    const value = this.columns.sortings[key].value(row.value, host);
    return { key: typeof value === "number" ? value : naturalKey(value), id: this.columns.idOf(row.value) };
  }

  #seenAnew(slot: number): void {
    this.views.look(slot);
    this.#visible.clear();
  }

  #tellOrders(slot: number, isIn: boolean): void {
    for (const order of this.#orders.values()) order.willChange(slot, isIn);
  }

  #facts(slot: number): Facts {
    return {
      values: this.kept.map(({ column }) => this.valuesAt(slot, column)),
      addresses: this.addressesAt(slot),
    };
  }

  #noteValues(slot: number, kept: Kept<T>, before: readonly string[], after: readonly string[]): void {
    if (sameTexts(before, after)) return;
    if (kept.kind === "text") kept.text.touch(slot);
    else {
      kept.facet.remove(slot, before);
      kept.facet.add(slot, after, this.rows.size);
    }
  }

  #note(slot: number, before: Facts | null, after: Facts | null): void {
    for (const [at, each] of this.kept.entries()) {
      const [old, now] = [before?.values[at] ?? [], after?.values[at] ?? []];
      if (before === null && each.kind === "text") each.text.touch(slot);
      else this.#noteValues(slot, each, old, now);
    }
    const [old, now] = [before?.addresses ?? NO_ADDRESSES, after?.addresses ?? NO_ADDRESSES];
    if (!sameTexts(old.ipv4, now.ipv4) || !sameTexts(old.ipv6, now.ipv6)) {
      this.addresses.change(slot, old, now, this.rows.size);
    }
    this.#seenAnew(slot);
  }
}
