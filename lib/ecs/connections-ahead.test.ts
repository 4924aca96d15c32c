import type { Socket } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import type { Endpoint } from "#lib/ecs/endpoints.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";
import { createTransport, type Transport } from "#lib/ecs/transport.ts";

let server: RawServer;
let transport: Transport;
afterEach(async () => {
  transport.close();
  await server.close();
});

const OK = (socket: Socket) => void socket.write(httpAnswer(200, "{}"));

async function begin(aheadUsableMs?: number): Promise<Endpoint> {
  server = await startRawServer(OK);
  transport = createTransport(aheadUsableMs === undefined ? {} : { aheadUsableMs });
  const { port } = server;
  return { protocol: "http", hostname: "127.0.0.1", port, host: `127.0.0.1:${port}` };
}

const send = (endpoint: Endpoint, connection: "pooled" | "fresh" = "fresh") =>
  transport.send({ endpoint, path: "/", headers: { "content-length": "0" }, connection });

it("a connection opened ahead takes the next change, and nothing is written to it before", async () => {
  const endpoint = await begin();
  transport.openAhead(endpoint);
  await vi.waitFor(() => expect(server.received).toEqual([""]));
  expect(await send(endpoint)).toMatchObject({ ok: true });
  expect(server.received).toEqual([expect.stringMatching(/^POST /)]);
});

it("it takes one change and no other, and no read at all", async () => {
  const endpoint = await begin();
  transport.openAhead(endpoint);
  await send(endpoint, "pooled");
  await Promise.all([send(endpoint), send(endpoint)]);
  expect(server.received.map((text) => text.match(/POST /g)?.length)).toEqual([1, 1, 1]);
});

it("two that were begun take two changes", async () => {
  const endpoint = await begin();
  transport.openAhead(endpoint);
  transport.openAhead(endpoint);
  await Promise.all([send(endpoint), send(endpoint)]);
  expect(server.received).toHaveLength(2);
});

it("one that the server has closed meanwhile is not written to", async () => {
  const endpoint = await begin();
  transport.openAhead(endpoint);
  await vi.waitFor(() => expect(server.received).toHaveLength(1));
  await server.hangUp();
  expect(await send(endpoint)).toMatchObject({ ok: true });
  expect(server.received).toEqual(["", expect.stringMatching(/^POST /)]);
});

it("one that nobody takes is closed, and the change after that opens its own", async () => {
  const endpoint = await begin(50);
  transport.openAhead(endpoint);
  await vi.waitFor(() => expect(server.received).toHaveLength(1));
  await vi.waitFor(() => expect(server.open).toBe(0));
  expect(await send(endpoint)).toMatchObject({ ok: true });
  expect(server.received).toEqual(["", expect.stringMatching(/^POST /)]);
});

it("where none can be opened the change was not sent", async () => {
  const endpoint = await begin();
  await server.close();
  transport.openAhead(endpoint);
  expect(await send(endpoint)).toMatchObject({ ok: false, error: { isSent: false } });
});

it("closing the transport closes those that are open", async () => {
  const endpoint = await begin();
  transport.openAhead(endpoint);
  await vi.waitFor(() => expect(server.open).toBe(1));
  transport.close();
  await vi.waitFor(() => expect(server.open).toBe(0));
});
