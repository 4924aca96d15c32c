import "server-only";

/** Milliseconds since 1970, and whether the ENI was seen in another status before. */
export interface UnattachedTime {
  seenSince: number;
  sawItCome: boolean;
}

/** What is to be written down: times that began, and ids whose time is over. */
export interface UnattachedNews {
  began: ReadonlyMap<string, UnattachedTime>;
  ended: ReadonlySet<string>;
}

/**
 * Since when ENIs have been seen Available. ECS does not tell: `seenSince` is when ENI Desk first saw it so, and
 * `sawItCome` says whether it was seen in another status before, so that it is the true time and not only the latest possible.
 */
export class UnattachedSince {
  readonly #since = new Map<string, UnattachedTime>();
  /** What is written down, as far as is known here; of ENIs that have not been seen here it is what is remembered. */
  readonly #written = new Map<string, UnattachedTime>();
  /** Written down, and over. */
  readonly #ended = new Set<string>();

  /**
   * What is written down now, by this process or another: it counts for ENIs that are Available when they are first seen
   * here. `expired`: ids of what is written and means nothing any more.
   */
  remember(times: ReadonlyMap<string, UnattachedTime>, expired: readonly string[] = []): void {
    this.#written.clear();
    for (const [id, time] of times) {
      const own = this.#since.get(id);
      this.#written.set(id, own && isSame(own, time) ? own : time);
    }
    for (const id of expired) this.#ended.add(id);
  }

  /** `wasKnown`: it was seen in some status before. */
  sawFree(networkInterfaceId: string, at: number, wasKnown: boolean): void {
    if (this.#since.has(networkInterfaceId)) return;
    const remembered = wasKnown ? undefined : this.#written.get(networkInterfaceId);
    this.#since.set(networkInterfaceId, remembered ?? { seenSince: at, sawItCome: wasKnown });
  }

  sawTaken(networkInterfaceId: string): void {
    this.#since.delete(networkInterfaceId);
    if (this.#written.delete(networkInterfaceId)) this.#ended.add(networkInterfaceId);
  }

  /** Takes out what is gone. It may have been half a reading that did not show it: what is written is remembered. */
  keepOnly(isThere: (networkInterfaceId: string) => boolean): void {
    for (const id of this.#since.keys()) if (!isThere(id)) this.#since.delete(id);
  }

  /** Milliseconds since 1970; undefined for an ENI that is not Available. */
  of(networkInterfaceId: string): UnattachedTime | undefined {
    return this.#since.get(networkInterfaceId);
  }

  /** After a whole reading: what is remembered and was not seen is over. */
  news(): UnattachedNews {
    const gone = [...this.#written.keys()].filter((id) => !this.#since.has(id));
    return {
      began: new Map([...this.#since].filter(([id, time]) => this.#written.get(id) !== time)),
      ended: new Set([...this.#ended, ...gone]),
    };
  }

  /** That news is written down. */
  wereKept({ began, ended }: UnattachedNews): void {
    for (const [id, time] of began) this.#written.set(id, time);
    for (const id of ended) {
      this.#ended.delete(id);
      this.#written.delete(id);
    }
  }
}

function isSame(one: UnattachedTime, other: UnattachedTime): boolean {
  return one.seenSince === other.seenSince && one.sawItCome === other.sawItCome;
}
