import "server-only";

/** Milliseconds since 1970, and whether the ENI was seen in another status before. */
export interface UnattachedTime {
  seenSince: number;
  sawItCome: boolean;
}

/**
 * Since when ENIs have been seen Available. ECS does not tell: `seenSince` is when this process first saw it so, and
 * `sawItCome` says whether it was seen in another status before, so that it is the true time and not only the latest possible.
 * In memory only; a restart forgets it.
 */
export class UnattachedSince {
  readonly #since = new Map<string, UnattachedTime>();

  /** `wasKnown`: it was seen in some status before. */
  sawFree(networkInterfaceId: string, at: number, wasKnown: boolean): void {
    if (!this.#since.has(networkInterfaceId))
      this.#since.set(networkInterfaceId, { seenSince: at, sawItCome: wasKnown });
  }

  sawTaken(networkInterfaceId: string): void {
    this.#since.delete(networkInterfaceId);
  }

  /** Forgets what is gone. */
  keepOnly(isThere: (networkInterfaceId: string) => boolean): void {
    for (const id of this.#since.keys()) if (!isThere(id)) this.#since.delete(id);
  }

  /** Milliseconds since 1970; undefined for an ENI that is not Available. */
  of(networkInterfaceId: string): UnattachedTime | undefined {
    return this.#since.get(networkInterfaceId);
  }
}
