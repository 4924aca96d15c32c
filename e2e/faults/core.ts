import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { mintActor } from "#lib/auth/mint-actor.ts";
import { environmentConfig } from "#lib/config/environment.ts";
import { askDetachSchema, attachBackSchema, sendAgainSchema } from "#lib/contract/requests.ts";
import type { AskContext } from "#lib/requests/ask-context.ts";
import { createServices, type Services } from "#lib/services.ts";

/**
 * ENI Desk without its pages: the services of server.ts, made from the environment as there, behind one loopback
 * address that takes `{op, …}` as JSON. It starts in a fraction of a second, so that it can be killed by the hundred.
 * It ends when its standard input does, so that no run leaves one behind.
 */
const op = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("ask"),
    by: z.string(),
    key: z.uuid(),
    body: askDetachSchema.required({ accountId: true }),
  }),
  z.object({
    op: z.literal("send-again"),
    by: z.string(),
    key: z.uuid(),
    id: z.uuid(),
    body: sendAgainSchema,
  }),
  z.object({
    op: z.literal("attach-back"),
    by: z.string(),
    key: z.uuid(),
    id: z.uuid(),
    body: attachBackSchema,
  }),
  z.object({
    op: z.literal("preflight"),
    by: z.string(),
    target: z.object({
      accountId: z.string(),
      regionId: z.string(),
      instanceId: z.string(),
      networkInterfaceId: z.string(),
    }),
  }),
  z.object({ op: z.literal("open") }),
  z.object({ op: z.literal("dump") }),
  z.object({ op: z.literal("verify") }),
  z.object({ op: z.literal("ready") }),
]);

function personOf(name: string): AskContext {
  const roles = JSON.stringify(["operator"]);
  const user = { id: name, issuer: "local", name, roles, scoped_roles: "[]" };
  const from = { address: "127.0.0.1", userAgent: "faults" };
  return { actor: mintActor(user, "a-session", Date.now()), from, correlationId: randomUUID() };
}

async function perform({ requests, store }: Services, call: z.infer<typeof op>): Promise<unknown> {
  switch (call.op) {
    case "ask":
      return requests.ask(personOf(call.by), call.body, call.key);
    case "send-again":
      return requests.sendAgain(personOf(call.by), call.id, call.body, call.key);
    case "attach-back":
      return requests.attachBack(personOf(call.by), call.id, call.body, call.key);
    case "preflight":
      return requests.preflight(personOf(call.by).actor, call.target);
    case "open":
      return requests.open();
    case "dump":
      return store.read(async (db) => ({
        requests: await db.selectFrom("requests").selectAll().orderBy("asked_at").execute(),
        attempts: await db.selectFrom("attempts").selectAll().orderBy("sent_at").execute(),
        events: await db.selectFrom("events").selectAll().orderBy("seq").execute(),
      }));
    case "verify":
      return verifyChain(store);
    case "ready":
      return store.check();
  }
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  try {
    const call = op.safeParse(await json(request));
    if (!call.success) return send(400, { problem: z.prettifyError(call.error) });
    send(200, await perform(services, call.data));
  } catch (cause) {
    send(500, { problem: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
  }
}

function quit(status: number, text: string): never {
  console.error(text);
  process.exit(status);
}

const config = environmentConfig();
if (!config.ok) quit(78, config.error.map(({ message }) => message).join("\n"));
const made = await createServices(config.value, "faults");
if (!made.ok) quit(69, JSON.stringify(made.error));
const services = made.value;
const server = createServer((request, response) => void answer(services, request, response));
// Longer than any pause of a run: a line that is closed as it is used again would look like a dead desk.
server.keepAliveTimeout = 600_000;
server.listen(config.value.port, "127.0.0.1", () => {
  services.requests.start();
  const address = server.address();
  console.log(`listening ${typeof address === "object" ? address?.port : address}`);
});
process.stdin
  .on("end", () => process.exit(1))
  .on("error", () => process.exit(1))
  .resume();
/** In the order of server.ts: what was asked is answered, what is on the wire is recorded, then the database closes. */
async function stop(): Promise<void> {
  const answered = new Promise<void>((resolve) => server.close(() => resolve()));
  const closingIdle = setInterval(() => server.closeIdleConnections(), 20);
  await Promise.all([answered, services.requests.drain()]);
  clearInterval(closingIdle);
  await services.close();
}
process.once("SIGTERM", () => {
  stop().then(
    () => process.exit(0),
    (cause: unknown) => quit(1, String(cause)),
  );
});
