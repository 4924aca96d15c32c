import "server-only";
import type { Socket } from "node:net";
import type { Endpoint } from "#lib/ecs/endpoints.ts";

/** Opens a connection that is ready for a request. */
export type Open = (endpoint: Endpoint) => Promise<Socket>;

interface Ahead {
  readonly opening: Promise<Socket>;
  readonly tooOld: NodeJS.Timeout;
}

/**
 * Connections that were begun while the request they are for is still being written to disk: from afar, TCP and TLS take
 * longer than that. Each serves one request, and one that nobody takes soon is closed with nothing written to it: the
 * longer a connection lies idle, the likelier the server closes it in the moment of the request.
 */
export class ConnectionsAhead {
  readonly #open: Open;
  readonly #usableMs: number;
  readonly #begun = new Map<string, Ahead[]>();

  constructor(open: Open, usableMs: number) {
    this.#open = open;
    this.#usableMs = usableMs;
  }

  begin(endpoint: Endpoint): void {
    const key = keyOf(endpoint);
    const opening = this.#open(endpoint);
    // Why there is none is told to the one who takes it, if anybody does.
    opening.catch(() => undefined);
    const ahead: Ahead = {
      opening,
      tooOld: setTimeout(() => {
        this.#remove(key, ahead);
        discard(ahead);
      }, this.#usableMs).unref(),
    };
    this.#begun.set(key, [...(this.#begun.get(key) ?? []), ahead]);
  }

  /** The connection that was begun for this endpoint, or a new one. Rejects as `open` does. */
  async take(endpoint: Endpoint): Promise<Socket> {
    const key = keyOf(endpoint);
    const [ahead] = this.#begun.get(key) ?? [];
    if (!ahead) return this.#open(endpoint);
    this.#remove(key, ahead);
    clearTimeout(ahead.tooOld);
    const socket = await ahead.opening;
    if (!socket.destroyed && socket.writable && !socket.readableEnded) return socket;
    socket.destroy();
    return this.#open(endpoint);
  }

  close(): void {
    for (const ahead of [...this.#begun.values()].flat()) {
      clearTimeout(ahead.tooOld);
      discard(ahead);
    }
    this.#begun.clear();
  }

  #remove(key: string, ahead: Ahead): void {
    const left = (this.#begun.get(key) ?? []).filter((each) => each !== ahead);
    if (left.length > 0) this.#begun.set(key, left);
    else this.#begun.delete(key);
  }
}

const keyOf = ({ protocol, host }: Endpoint) => `${protocol}://${host}`;

function discard({ opening }: Ahead): void {
  opening.then(
    (socket) => socket.destroy(),
    () => undefined,
  );
}
