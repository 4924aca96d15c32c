import { z } from "zod";
import { setClock } from "#emulator/control/clock-control.ts";
import { ControlProblem } from "#emulator/control/control-problem.ts";
import type { Control } from "#emulator/control/door.ts";
import { faultRuleSchema } from "#emulator/control/fault-schema.ts";
import { changeFromOutside } from "#emulator/control/outside.ts";
import { parseBody } from "#emulator/control/parse-body.ts";
import { checkSeed } from "#emulator/seed/check-seed.ts";
import { generateSeed, generateSpecSchema } from "#emulator/seed/generate.ts";
import { instancePatchSchema } from "#emulator/world/instance-record.ts";
import { networkInterfacePatchSchema } from "#emulator/world/network-interface-record.ts";
import { seedSchema } from "#emulator/world/seed-schema.ts";

export type ControlRequest = {
  readonly method: string;
  /** Below the prefix, beginning with a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

const resetSchema = z.strictObject({ seed: seedSchema.optional(), generate: generateSpecSchema.optional() });

const listenerSchema = z.strictObject({ open: z.boolean() });

/** Answers what to send as JSON, at once or later, or throws a ControlProblem. */
export function controlRoutes(request: ControlRequest, control: Control): unknown {
  const { method, path } = request;
  const [collection = "", kind = "", id] = path.split("/").slice(1).map(decodeURIComponent);
  if (collection === "world" && method === "PATCH" && id !== undefined)
    return patchWorld(kind, id, request, control);
  if (collection === "faults") return faultRoutes(method, kind, request, control);
  switch (`${method} ${path}`) {
    case "GET /health":
      return health(control);
    case "POST /reset":
      return reset(request, control);
    case "GET /world":
      control.current().clock.settle();
      return control.current().world.toSeed();
    case "GET /schema":
      return z.toJSONSchema(seedSchema, { io: "input" });
    case "GET /journal":
      return { calls: control.current().journal.list(journalFilter(request)) };
    case "DELETE /journal":
      control.current().journal.clear();
      return {};
    case "POST /listener":
      return setListener(request, control);
    case "GET /clock":
      return setClock(control.current().clock, {});
    case "POST /clock":
      return setClock(control.current().clock, request.body);
    case "POST /outside":
      return changeFromOutside(control.current(), request.body);
    default:
      throw new ControlProblem(404, `There is no ${method} ${path} here.`);
  }
}

function health(control: Control) {
  const { world, clock } = control.current();
  return {
    status: "ok",
    now: new Date(clock.now()).toISOString(),
    instances: world.instances.size,
    networkInterfaces: world.networkInterfaces.size,
  };
}

/** Closes the port of the API, so that connections are refused, or opens it again. */
async function setListener({ body }: ControlRequest, { listener }: Control): Promise<{ open: boolean }> {
  const { open } = parseBody(listenerSchema, body);
  if (!listener) {
    throw new ControlProblem(409, "This door would close with it. Start with --control-port, and ask there.");
  }
  try {
    await (open ? listener.open() : listener.close());
  } catch (error) {
    throw new ControlProblem(409, `The port could not be opened again: ${String(error)}`);
  }
  return { open: listener.isOpen };
}

async function reset({ body }: ControlRequest, control: Control) {
  const { seed, generate } = parseBody(resetSchema, body);
  if (seed && generate) throw new ControlProblem(400, "Give either seed or generate, not both.");
  const problems = seed ? checkSeed(seed) : [];
  if (problems.length > 0) throw new ControlProblem(400, "The seed contradicts itself.", problems);
  await control.listener?.open();
  control.reset(seed ?? (generate ? generateSeed(generate) : undefined));
  return health(control);
}

function patchWorld(kind: string, id: string, { body }: ControlRequest, control: Control) {
  const { world, clock } = control.current();
  clock.settle();
  if (kind === "network-interfaces") {
    const fields = parseBody(networkInterfacePatchSchema, body);
    if (!world.networkInterfaces.get(id))
      throw new ControlProblem(404, `There is no network interface ${id}.`);
    if (isMoved(fields)) world.cancelTransition(id);
    return world.networkInterfaces.update(id, withoutUndefined(fields));
  }
  if (kind === "instances") {
    const fields = parseBody(instancePatchSchema, body);
    if (!world.instances.get(id)) throw new ControlProblem(404, `There is no instance ${id}.`);
    if (isMoved(fields)) world.cancelTransition(id);
    return world.instances.update(id, withoutUndefined(fields));
  }
  throw new ControlProblem(404, "Only network-interfaces and instances can be changed.");
}

/** Whoever sets where a resource stands has the last word over a change that is under way for it. */
function isMoved(fields: object): boolean {
  return ["Status", "InstanceId", "Attachment"].some((name) => name in fields);
}

/** The schema's optional fields are `| undefined` to the type checker; those given are what is left. */
function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function faultRoutes(method: string, id: string, { body }: ControlRequest, control: Control) {
  const { faults } = control.current();
  if (method === "GET" && id === "") return { faults: faults.list() };
  if (method === "POST" && id === "") return { id: faults.add(parseBody(faultRuleSchema, body)) };
  if (method === "DELETE" && id === "") {
    faults.clear();
    return {};
  }
  if (method === "DELETE" && faults.remove(id)) return {};
  throw new ControlProblem(404, `There is no fault ${id}.`);
}

function journalFilter({ query }: ControlRequest) {
  const since = query.get("since") ?? undefined;
  if (since !== undefined && !/^\d+$/.test(since) && Number.isNaN(Date.parse(since))) {
    throw new ControlProblem(400, "since is a sequence number or an ISO 8601 time.");
  }
  return { action: query.get("action") ?? undefined, since };
}
