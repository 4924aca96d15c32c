import { createServer, type RequestListener, type Server } from "node:http";

/** Longest that an idle keep-alive line stays open. */
const KEEP_ALIVE_MS = 60_000;

/** An HTTP server that can be closed and opened again on its port. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  #port: number;

  private constructor(handle: RequestListener, port: number, host: string) {
    this.#server = createServer(handle);
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.#port = port;
    this.#host = host;
  }

  /**
   * @param port 0 takes a free one, and keeps it
   * @throws the error of listening, EADDRINUSE for a taken port
   */
  static async open(handle: RequestListener, port: number, host: string): Promise<Listener> {
    const listener = new Listener(handle, port, host);
    await listener.open();
    return listener;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }

  get isOpen(): boolean {
    return this.#server.listening;
  }

  open(): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, this.#host, () => {
        server.off("error", reject);
        const address = server.address();
        if (address && typeof address === "object") this.#port = address.port;
        resolve();
      });
    });
  }

  /** Stops listening and breaks every line, answers that hang included: new ones are refused by the machine. */
  close(): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#server.close((error) => (error ? reject(error) : resolve()));
      this.#server.closeAllConnections();
    });
  }
}
