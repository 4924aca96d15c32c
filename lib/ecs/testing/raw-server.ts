import "server-only";
import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

export interface RawServer {
  url: string;
  port: number;
  /** What clients sent, one text per connection, in order of arrival. */
  received: string[];
  /** Connections that are open now. */
  readonly open: number;
  /** Closes every open connection, and resolves when the other side has closed them too. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** A TCP server on loopback that does what it is told: `serve` after each request head, `greet` at the first bytes. */
export async function startRawServer(
  serve: (socket: Socket, text: string) => void,
  greet: (socket: Socket) => void = () => {},
): Promise<RawServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    const index = received.push("") - 1;
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => {
      if (received[index] === "") greet(socket);
      received[index] += chunk.toString("latin1");
      if (received[index]?.endsWith("\r\n\r\n")) serve(socket, received[index]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    get open() {
      return sockets.size;
    },
    hangUp: async () => {
      const closed = [...sockets].map((socket) => once(socket.end(), "close"));
      await Promise.all(closed);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An HTTP answer in bytes. */
export function httpAnswer(status: number, body: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n${body}`;
}
