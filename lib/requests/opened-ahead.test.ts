import { randomUUID } from "node:crypto";
import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { asOperator, openDesk, type TestDesk, wish } from "#lib/requests/testing/desk.ts";
import { must, Stage } from "#lib/requests/testing/stage.ts";
import { setSending } from "#lib/switches/sending.ts";

const { web1 } = wellKnown;
const stage = Stage.use();

/** What each connection to ECS has carried so far, in the order in which they were opened. */
let carried: string[];
let sockets: Socket[];
let relay: net.Server;
let desk: TestDesk;

/** Passes everything on to the emulator. */
function passOn(from: Socket): void {
  const index = carried.push("") - 1;
  const to = net.connect(Number(new URL(stage.url).port), "127.0.0.1");
  sockets.push(from, to);
  from.on("data", (chunk) => {
    carried[index] += chunk.toString("latin1");
  });
  for (const each of [from, to]) each.on("error", () => each.destroy());
  from.pipe(to).pipe(from);
}

beforeEach(async () => {
  carried = [];
  sockets = [];
  relay = net.createServer(passOn).listen(0, "127.0.0.1");
  await once(relay, "listening");
  desk = await openDesk(`http://127.0.0.1:${(relay.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await desk.close();
  for (const socket of sockets) socket.destroy();
  relay.close();
});

const ask = () => desk.requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID());
const unused = () => carried.filter((text) => text === "");
const changes = () => carried.filter((text) => text.includes("DetachNetworkInterface"));

it("a change goes over the connection that was opened while its intent was written", async () => {
  const { request } = must(await ask());
  expect(request.state).toBe("accepted");
  expect(changes()).toHaveLength(1);
  expect(unused()).toEqual([]);
});

it("a wish that is stopped where it is written has opened a connection, and nothing goes over it", async () => {
  const order = { enabled: false, reason: "a freeze", ...asOperator() };
  must(await desk.store.write((tx) => setSending(tx, desk.desk.clock, order)));
  expect(await ask()).toMatchObject({ ok: false, error: { kind: "sending-stopped" } });
  await vi.waitFor(() => expect(unused()).toHaveLength(1));
  expect(changes()).toEqual([]);
});

it("a wish that the guard turns down opens none", async () => {
  const refused = await desk.requests.ask(
    asOperator(),
    wish(web1.instanceId, web1.primaryEniId),
    randomUUID(),
  );
  expect(refused).toMatchObject({ ok: false, error: { kind: "blocked" } });
  expect(unused()).toEqual([]);
});
