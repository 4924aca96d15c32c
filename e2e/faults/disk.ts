import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Random } from "#e2e/faults/random.ts";
import type { Deed } from "#e2e/faults/strace.ts";

type Change = { offset: number; data: Buffer } | { length: number };

const SECTOR = 512;

class DiskFile {
  #durable = Buffer.alloc(0);
  #length = 0;
  #pending: Change[] = [];

  write(change: Change): void {
    this.#pending.push(change);
  }

  sync(): void {
    for (const change of this.#pending) this.#apply(change);
    this.#pending = [];
  }

  /** What the power cut left: all that was synced, and of the rest what chance lets through, in any order, torn at sectors. */
  survivors(random: Random | null): Buffer {
    const image = new DiskFile();
    image.#durable = Buffer.from(this.#durable);
    image.#length = this.#length;
    if (random) {
      const through = this.#pending.filter(() => random.next() < 0.5);
      if (random.next() < 0.5) through.sort(() => random.next() - 0.5);
      for (const change of through) image.#apply(random.next() < 0.2 ? torn(change, random) : change);
    }
    return image.#durable.subarray(0, image.#length);
  }

  #apply(change: Change): void {
    if ("length" in change) {
      this.#reserve(change.length);
      if (change.length < this.#length) this.#durable.fill(0, change.length, this.#length);
      this.#length = change.length;
      return;
    }
    const end = change.offset + change.data.length;
    this.#reserve(end);
    change.data.copy(this.#durable, change.offset);
    this.#length = Math.max(this.#length, end);
  }

  #reserve(length: number): void {
    if (length <= this.#durable.length) return;
    const larger = Buffer.alloc(Math.max(length, this.#durable.length * 2));
    this.#durable.copy(larger);
    this.#durable = larger;
  }
}

function torn(change: Change, random: Random): Change {
  if ("length" in change) return change;
  const sectors = Math.ceil(change.data.length / SECTOR);
  return { offset: change.offset, data: change.data.subarray(0, random.below(sectors + 1) * SECTOR) };
}

/** The files of one folder as a disk without a cache of its own would hold them, at any moment of a trace. */
export class Disk {
  readonly #files = new Map<string, DiskFile>();
  readonly #wanted: (path: string) => boolean;

  constructor(wanted: (path: string) => boolean) {
    this.#wanted = wanted;
  }

  see(deed: Deed): void {
    if (!("path" in deed) || !this.#wanted(deed.path)) return;
    if (deed.kind === "unlink") {
      this.#files.delete(deed.path);
      return;
    }
    const file = this.#files.get(deed.path) ?? new DiskFile();
    this.#files.set(deed.path, file);
    if (deed.kind === "write") file.write({ offset: deed.offset, data: deed.data });
    else if (deed.kind === "truncate") file.write({ length: deed.length });
    else file.sync();
  }

  /** Writes what a power cut now would leave into `folder`. Without `random` nothing that was not synced survives. */
  cut(folder: string, random: Random | null): void {
    mkdirSync(folder, { recursive: true });
    for (const [path, file] of this.#files)
      writeFileSync(join(folder, basename(path)), file.survivors(random));
  }
}
