import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

type Mode = "passes" | "refuses" | "swallows";

/** A line to a database that can be cut, or go silent with every connection left standing. */
export class Line {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #mode: Mode = "passes";
  #port = 0;

  private constructor(toPort: number) {
    this.#server = createServer((near) => {
      if (this.#mode === "refuses") {
        near.resetAndDestroy();
        return;
      }
      const far = connect(toPort, "127.0.0.1");
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      for (const [from, to] of [pair, [far, near] as const]) {
        from.on("data", (data: Buffer) => {
          if (this.#mode !== "swallows") to.write(data);
        });
        from.on("error", () => {});
        from.once("close", () => {
          this.#pairs.delete(pair);
          if (this.#mode !== "swallows") to.destroy();
        });
      }
    });
  }

  static async to(port: number): Promise<Line> {
    const line = new Line(port);
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    const address = line.#server.address();
    line.#port = typeof address === "object" && address ? address.port : 0;
    return line;
  }

  get port(): number {
    return this.#port;
  }

  /** Every connection breaks, and so does every new one. */
  cut(): void {
    this.#mode = "refuses";
    this.#destroyAll();
  }

  /** Nothing comes through any more, and nobody is told. */
  fallSilent(): void {
    this.#mode = "swallows";
  }

  mend(): void {
    this.#mode = "passes";
    // What was swallowed is lost: these connections can only be begun anew.
    this.#destroyAll();
  }

  async close(): Promise<void> {
    this.#destroyAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  #destroyAll(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    this.#pairs.clear();
  }
}
