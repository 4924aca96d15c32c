import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#lib/ecs/endpoints.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";
import { createTransport, type Transport, type TransportOptions } from "#lib/ecs/transport.ts";

const servers: RawServer[] = [];
const transports: Transport[] = [];
afterAll(async () => {
  for (const transport of transports) transport.close();
  await Promise.all(servers.map((server) => server.close()));
});

async function serverThat(serve: (socket: Socket, text: string, nth: number) => void): Promise<RawServer> {
  let count = 0;
  const server = await startRawServer((socket, text) => {
    count += 1;
    serve(socket, text, count);
  });
  servers.push(server);
  return server;
}

function transportWith(options: TransportOptions = {}): Transport {
  const transport = createTransport(options);
  transports.push(transport);
  return transport;
}

const loopback = (port: number): Endpoint => ({
  protocol: "http",
  hostname: "127.0.0.1",
  port,
  host: `127.0.0.1:${port}`,
});

const headers = { host: "ecs.test", "content-length": "0" };
const send = (transport: Transport, endpoint: Endpoint, connection: "pooled" | "fresh" = "fresh") =>
  transport.send({ endpoint, path: "/?Action=x", headers, connection });

describe("a request that may have been read", () => {
  it.each<[string, (socket: Socket) => void, object]>([
    ["is not answered", () => {}, { cause: "no complete answer within 100 ms", httpStatus: null }],
    [
      "is hung up on",
      (socket) => socket.end(),
      { cause: "the connection broke before an answer (ECONNRESET)" },
    ],
    ["is reset", (socket) => socket.resetAndDestroy(), { cause: expect.stringContaining("ECONNRESET") }],
    [
      "meets something that is not HTTP",
      (socket) => socket.end("SSH-2.0\r\n"),
      { cause: expect.stringContaining("HPE_") },
    ],
    [
      "is answered by half",
      (socket) =>
        socket.end(
          httpAnswer(200, '{"RequestId":"A"}', { "content-length": "100", "x-acs-request-id": "R-1" }),
        ),
      { cause: "the connection broke in the middle of the answer", httpStatus: 200, requestId: "R-1" },
    ],
    [
      "is answered by headers alone",
      (socket) => socket.write(httpAnswer(200, "", { "content-length": "100" })),
      { cause: "no complete answer within 100 ms", httpStatus: 200 },
    ],
    [
      "is reset in mid-answer",
      (socket) =>
        socket.write(httpAnswer(200, "{", { "content-length": "100" }), () => socket.resetAndDestroy()),
      { httpStatus: 200 },
    ],
    [
      "is answered without end",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
        socket.write("x".repeat(3_000));
      },
      { cause: "the answer is larger than 2000 bytes" },
    ],
    [
      "is answered with a switch of protocols",
      (socket) => socket.end("HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
      {},
    ],
  ])("counts as sent when it %s", async (_name, serve, expected) => {
    const server = await serverThat(serve);
    const transport = transportWith({ answerTimeoutMs: 100, answerLimitBytes: 2_000 });
    expect(await send(transport, loopback(server.port))).toMatchObject({
      ok: false,
      error: { isSent: true, ...expected },
    });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatch(/^POST \/\?Action=x HTTP\/1\.1\r\n/);
  });

  it("is written once, even if the server hangs up on an idle connection it was written to", async () => {
    const server = await serverThat((socket, _text, nth) => {
      if (nth === 1) socket.write(httpAnswer(200, "{}"));
      else socket.destroy();
    });
    const transport = transportWith();
    expect(await send(transport, loopback(server.port), "pooled")).toMatchObject({ ok: true });
    expect(await send(transport, loopback(server.port), "pooled")).toMatchObject({ error: { isSent: true } });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.match(/POST /g)).toHaveLength(2);
  });
});

describe("a request of which no byte was written", () => {
  it("has no server", async () => {
    const server = await startRawServer(() => {});
    await server.close();
    expect(await send(transportWith(), loopback(server.port))).toEqual({
      ok: false,
      error: {
        isSent: false,
        cause: "127.0.0.1 refused the connection (ECONNREFUSED)",
        httpStatus: null,
        requestId: null,
      },
    });
  });

  it("has a name that does not exist", async () => {
    const endpoint: Endpoint = {
      protocol: "https",
      hostname: "ecs.nowhere.invalid",
      port: 443,
      host: "ecs.nowhere.invalid",
    };
    expect(await send(transportWith(), endpoint)).toMatchObject({
      error: {
        isSent: false,
        cause: expect.stringMatching(/^the name ecs\.nowhere\.invalid could not be resolved/),
      },
    });
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    [
      "speaks no TLS",
      (socket) => socket.end("HTTP/1.1 400 Bad\r\n\r\n"),
      /^TLS with localhost failed \(ERR_SSL_/,
    ],
    ["hangs up during TLS", (socket) => socket.destroy(), /^TLS with localhost failed \(ECONNRESET\)/],
    ["never ends the TLS handshake", () => {}, /^no connection to localhost within 200 ms/],
  ])("meets a server that %s", async (_name, serve, cause) => {
    const server = await startTlsVictim(serve);
    const transport = transportWith({ connectTimeoutMs: 200 });
    const endpoint: Endpoint = {
      protocol: "https",
      hostname: "localhost",
      port: server.port,
      host: "localhost",
    };
    expect(await send(transport, endpoint)).toMatchObject({
      error: { isSent: false, cause: expect.stringMatching(cause) },
    });
    expect(server.received).toHaveLength(1);
    expect(server.received.join("")).not.toContain("POST");
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["refuses the tunnel", (socket) => socket.end(httpAnswer(407, "")), /refused the tunnel \(HTTP 407\)/],
    ["hangs up", (socket) => socket.destroy(), /no connection to the proxy 127\.0\.0\.1 \(ECONNRESET\)/],
    ["does not answer", () => {}, /within 200 ms/],
    [
      "breaks the tunnel",
      (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"),
      /TLS with ecs\.aliyuncs\.com failed/,
    ],
  ])("meets a proxy that %s", async (_name, serve, cause) => {
    const server = await serverThat(serve);
    const proxy = {
      protocol: "http",
      hostname: "127.0.0.1",
      port: server.port,
      authorization: "Basic canary",
    } as const;
    const transport = transportWith({ connectTimeoutMs: 200, proxy });
    const endpoint: Endpoint = {
      protocol: "https",
      hostname: "ecs.aliyuncs.com",
      port: 443,
      host: "ecs.aliyuncs.com",
    };
    const result = await send(transport, endpoint);
    expect(result).toMatchObject({ error: { isSent: false, cause: expect.stringMatching(cause) } });
    expect(JSON.stringify(result)).not.toContain("canary");
    expect(server.received[0]).toMatch(/^CONNECT ecs\.aliyuncs\.com:443 /);
  });

  it("holds a character that no header may hold", async () => {
    const server = await serverThat(() => {});
    const result = await transportWith().send({
      endpoint: loopback(server.port),
      path: "/",
      headers: { ...headers, "x-acs-security-token": "a\r\nb" },
      connection: "fresh",
    });
    expect(result).toMatchObject({ error: { isSent: false } });
    expect(server.received).toEqual([]);
  });
});

describe("connections", () => {
  it("are kept for reads and opened anew for a change", async () => {
    const server = await serverThat((socket) => socket.write(httpAnswer(200, "{}")));
    const transport = transportWith();
    await send(transport, loopback(server.port), "pooled");
    await send(transport, loopback(server.port), "pooled");
    expect(server.received).toHaveLength(1);
    await send(transport, loopback(server.port), "fresh");
    await send(transport, loopback(server.port), "fresh");
    expect(server.received).toHaveLength(3);
  });

  it("to loopback do not go through the proxy", async () => {
    const server = await serverThat((socket) => socket.write(httpAnswer(200, "{}")));
    const proxy = await serverThat((socket) => socket.destroy());
    const transport = transportWith({
      proxy: { protocol: "http", hostname: "127.0.0.1", port: proxy.port, authorization: null },
    });
    expect(await send(transport, loopback(server.port))).toMatchObject({ ok: true });
    expect(proxy.received).toEqual([]);
  });

  it("never follow a redirect", async () => {
    const elsewhere = await serverThat((socket) => socket.end(httpAnswer(200, "{}")));
    const server = await serverThat((socket) =>
      socket.end(httpAnswer(307, "", { location: `${elsewhere.url}/` })),
    );
    expect(await send(transportWith(), loopback(server.port))).toMatchObject({ value: { httpStatus: 307 } });
    expect(elsewhere.received).toEqual([]);
  });

  it("that the server closes right after a large answer still give the whole answer", async () => {
    const body = "x".repeat(3_000_000);
    const server = await serverThat((socket) => socket.end(httpAnswer(200, body, { connection: "close" })));
    for (const connection of ["fresh", "pooled", "fresh"] as const) {
      const result = await send(transportWith(), loopback(server.port), connection);
      expect(result.ok && result.value.body.length).toBe(body.length);
    }
  });

  it("give text that was cut between two bytes of a character back whole", async () => {
    const server = await serverThat((socket) => {
      const bytes = Buffer.from(httpAnswer(200, "弹性网卡"));
      socket.write(bytes.subarray(0, -1), () => socket.end(bytes.subarray(-1)));
    });
    expect(await send(transportWith(), loopback(server.port))).toMatchObject({ value: { body: "弹性网卡" } });
  });
});

it("has one place that writes a request", () => {
  const source = readFileSync(new URL("./transport.ts", import.meta.url), "utf8");
  expect(source.match(/\.(end|write|flushHeaders)\(/g)).toEqual([".end("]);
});

/** TLS begins with the client's hello, which does not end like HTTP; this one acts on the first bytes. */
async function startTlsVictim(serve: (socket: Socket) => void): Promise<RawServer> {
  const server = await startRawServer(() => {}, serve);
  servers.push(server);
  return server;
}
