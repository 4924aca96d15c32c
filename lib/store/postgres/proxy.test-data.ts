import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { invariant } from "#lib/core/invariant.ts";

/** A line to a server that can be made to misbehave. */
export interface Proxy {
  /** The server's address, led through the line. */
  url: string;
  /** From now on nothing comes through in either direction, and nobody is told. */
  blackhole(): void;
  /** From now on what the server says is lost, after everything sent to it has arrived. */
  dropAnswers(): void;
  /** Cuts every connection. */
  cut(): void;
  /** Lets new connections work again. */
  mend(): void;
}

export async function proxyTo(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isSilent = false;
  let isDeaf = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A line that breaks is what these tests are about.
    socket.on("error", () => socket.destroy());
  };
  const line = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    keep(client);
    keep(server);
    client.on("data", (bytes) => isSilent || server.write(bytes));
    server.on("data", (bytes) => isSilent || isDeaf || client.write(bytes));
    client.on("close", () => isSilent || server.destroy());
    server.on("close", () => isSilent || isDeaf || client.destroy());
  }).listen(0, "127.0.0.1");
  await once(line, "listening");
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    line.close();
  });
  const address = line.address();
  invariant(typeof address === "object" && address !== null, "it listens on a port");
  const through = new URL(url);
  through.host = `127.0.0.1:${address.port}`;
  return {
    url: String(through),
    blackhole: () => {
      isSilent = true;
    },
    dropAnswers: () => {
      isDeaf = true;
    },
    cut,
    mend: () => {
      isSilent = false;
      isDeaf = false;
    },
  };
}
