import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";

const PAGES = 12;
const PAGE = httpAnswer(
  200,
  JSON.stringify({ RequestId: "A-1", NetworkInterfaceSets: { NetworkInterfaceSet: [] }, NextToken: "" }),
);

let server: RawServer;
afterEach(() => server.close());

/** In which turn of the event loop each page was read, of pages that arrive together. */
async function turnsOf(priority: "walk" | "first"): Promise<Set<number>> {
  const asked: Socket[] = [];
  server = await startRawServer((socket) => {
    if (asked.push(socket) === PAGES) for (const each of asked) each.write(PAGE);
  });
  let turn = 0;
  let isOver = false;
  const turns = (async () => {
    for (; !isOver; turn += 1) await nextTurn();
  })();
  const readIn = await Promise.all(
    Array.from({ length: PAGES }, async () => {
      const page = await emulatedClient(server.url).describeNetworkInterfaces({
        regionId: "cn-hangzhou",
        priority,
      });
      expect(page).toMatchObject({ ok: true });
      return turn;
    }),
  );
  isOver = true;
  await turns;
  return new Set(readIn);
}

it("of pages of walks that arrive together one is read in each turn, whoever asked for them", async () => {
  expect((await turnsOf("walk")).size).toBe(PAGES);
});

it("what a person waits for is read as it arrives", async () => {
  expect((await turnsOf("first")).size).toBeLessThan(PAGES);
});
