import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { ListReader } from "#lib/client/list-reader.ts";
import { sourceSchema } from "#lib/contract/inventory.ts";

const pageSchema = z.object({ items: z.array(z.string()), sources: z.array(sourceSchema) });
const options = () => ({ signal: new AbortController().signal, background: true });
const OLD = "2026-01-01T00:00:00.000Z";
const NEW = "2026-01-01T00:01:00.000Z";
const NEWER = "2026-01-01T00:02:00.000Z";

let server: Server;
let origin: string;
let asked: IncomingHttpHeaders[] = [];
let held = { tag: "", items: [""] };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers);
    if (request.headers["if-none-match"] === held.tag) {
      response.writeHead(304, { etag: held.tag, "observed-at": NEW }).end();
      return;
    }
    const source = (regionId: string, observedAt: string | null) => ({
      accountId: "1000000000000001",
      accountName: "Main",
      regionId,
      ok: observedAt !== null,
      observedAt,
    });
    const sources = [source("cn-hangzhou", OLD), source("cn-beijing", NEWER), source("cn-shanghai", null)];
    response
      .writeHead(200, { etag: held.tag, "content-type": "application/json" })
      .end(JSON.stringify({ items: held.items, sources }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked = [];
  held = { tag: 'W/"one"', items: ["web-1"] };
});

it("brings what has not changed from memory, as old as the server says, and no younger than it was", async () => {
  const reader = new ListReader(async () => pageSchema);
  const first = await reader.read(`${origin}/list`, options());
  const again = await reader.read(`${origin}/list`, options());
  expect(asked.map((headers) => headers["if-none-match"])).toEqual([undefined, 'W/"one"']);
  expect(again.items).toBe(first.items);
  expect(again.sources.map(({ observedAt }) => observedAt)).toEqual([NEW, NEWER, null]);
});

it("takes what has changed, and asks with the new tag after that", async () => {
  const reader = new ListReader(async () => pageSchema);
  await reader.read(`${origin}/list`, options());
  held = { tag: 'W/"two"', items: ["web-2"] };
  expect((await reader.read(`${origin}/list`, options())).items).toEqual(["web-2"]);
  await reader.read(`${origin}/list`, options());
  expect(asked.at(-1)?.["if-none-match"]).toBe('W/"two"');
});

it("does not take one list for another, and forgets the page it has read longest ago", async () => {
  const reader = new ListReader(async () => pageSchema);
  for (let at = 0; at <= 20; at += 1) await reader.read(`${origin}/list?at=${at}`, options());
  expect(asked.every((headers) => headers["if-none-match"] === undefined)).toBe(true);
  await reader.read(`${origin}/list?at=20`, options());
  await reader.read(`${origin}/list?at=0`, options());
  expect(asked.slice(-2).map((headers) => headers["if-none-match"])).toEqual(['W/"one"', undefined]);
});
