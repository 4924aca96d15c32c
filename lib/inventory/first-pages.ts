import "server-only";

/** Tells when a walk has something to show: the first page of each of its lists, and a row among them. */
export class FirstPages {
  readonly arrived: Promise<void>;
  #tell: () => void = () => {};
  #lists = new Set<string>();
  #rows = 0;

  constructor() {
    this.arrived = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  saw(list: "instances" | "network-interfaces", rows: number): void {
    this.#lists.add(list);
    this.#rows += rows;
    // A walk that ends with its first pages ends before this is told, and then it is whole.
    if (this.#lists.size === 2 && this.#rows > 0) setImmediate(this.#tell);
  }
}
