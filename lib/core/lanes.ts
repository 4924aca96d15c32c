interface Waiting {
  go: () => void;
  urgency: number;
}

/** Lets so much work run at a time; of the rest the most urgent goes next, in order of coming where it is alike. */
export class Lanes {
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(width: number) {
    this.#free = width;
  }

  async run<R>(work: () => Promise<R>, urgency = 0): Promise<R> {
    if (this.#free > 0) this.#free--;
    // Whoever leaves hands the place on, so that nobody takes it in between.
    else await new Promise<void>((go) => this.#waiting.push({ go, urgency }));
    try {
      return await work();
    } finally {
      const next = this.#takeNext();
      if (next) next.go();
      else this.#free++;
    }
  }

  #takeNext(): Waiting | undefined {
    let first = 0;
    for (const [at, { urgency }] of this.#waiting.entries()) {
      if (urgency > (this.#waiting[first]?.urgency ?? 0)) first = at;
    }
    return this.#waiting.splice(first, 1)[0];
  }
}
