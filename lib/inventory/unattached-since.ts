import "server-only";

/** Milliseconds since 1970, and whether the ENI was seen in another status before. */
export interface UnattachedTime {
  seenSince: number;
  sawItCome: boolean;
}

interface Held extends UnattachedTime {
  /** Written down, so that it outlives this process. */
  isKept: boolean;
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
  readonly #since = new Map<string, Held>();
  /** Kept by a process before this one, of ENIs that this one has not seen yet. */
  readonly #remembered = new Map<string, UnattachedTime>();
  readonly #ended = new Set<string>();

  /** Times that were kept: they count for ENIs that are Available when they are first seen here. */
  remember(times: ReadonlyMap<string, UnattachedTime>): void {
    for (const [id, time] of times) if (!this.#since.has(id)) this.#remembered.set(id, time);
  }

  /** `wasKnown`: it was seen in some status before. */
  sawFree(networkInterfaceId: string, at: number, wasKnown: boolean): void {
    if (this.#since.has(networkInterfaceId)) return;
    const remembered = this.#remembered.get(networkInterfaceId);
    if (remembered && !wasKnown) {
      this.#remembered.delete(networkInterfaceId);
      this.#since.set(networkInterfaceId, { ...remembered, isKept: true });
      return;
    }
    this.#forget(networkInterfaceId);
    this.#since.set(networkInterfaceId, { seenSince: at, sawItCome: wasKnown, isKept: false });
  }

  sawTaken(networkInterfaceId: string): void {
    this.#forget(networkInterfaceId);
  }

  /** Takes out what is gone; it may have been half a reading that did not show it, so what was kept is remembered. */
  keepOnly(isThere: (networkInterfaceId: string) => boolean): void {
    for (const [id, { isKept, ...time }] of this.#since) {
      if (isThere(id)) continue;
      this.#since.delete(id);
      if (isKept) this.#remembered.set(id, time);
    }
  }

  /** Milliseconds since 1970; undefined for an ENI that is not Available. */
  of(networkInterfaceId: string): UnattachedTime | undefined {
    return this.#since.get(networkInterfaceId);
  }

  /** After a whole reading: what is remembered and was not seen is over. */
  news(): UnattachedNews {
    const began = [...this.#since].filter(([, { isKept }]) => !isKept);
    return { began: new Map(began), ended: new Set([...this.#ended, ...this.#remembered.keys()]) };
  }

  /** That news is written down. */
  wereKept({ began, ended }: UnattachedNews): void {
    for (const [id, time] of began) {
      const held = this.#since.get(id);
      if (held === time) held.isKept = true;
    }
    for (const id of ended) {
      this.#ended.delete(id);
      this.#remembered.delete(id);
    }
  }

  #forget(networkInterfaceId: string): void {
    const wasKept = this.#since.get(networkInterfaceId)?.isKept === true;
    this.#since.delete(networkInterfaceId);
    if (this.#remembered.delete(networkInterfaceId) || wasKept) this.#ended.add(networkInterfaceId);
  }
}
