/**
 * The key under which one opening of a dialog sends. The server stores what it did under a key, so the same body keeps
 * its key for every retry: whether the first try arrived or not, there is one change. A changed body would be answered
 * 422 under a stored key, so it gets a new one, which is safe only after an answer that is known not to be stored.
 */
export interface KeyRing {
  /** The key to send `body` with. `undecided` is true while the last try may have arrived unanswered. */
  keyFor(body: unknown, undecided: boolean): string;
}

export function keyRing(newKey: () => string = () => crypto.randomUUID()): KeyRing {
  let key = newKey();
  let sent: string | null = null;
  return {
    keyFor(body, undecided) {
      const text = JSON.stringify(body);
      if (sent !== null && sent !== text && !undecided) key = newKey();
      sent = text;
      return key;
    },
  };
}
