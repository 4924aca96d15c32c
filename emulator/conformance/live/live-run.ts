import { setTimeout as delay } from "node:timers/promises";
import type { LiveApi } from "#emulator/conformance/live/live-api.ts";
import { checkAvailable, checkReads, Findings } from "#emulator/conformance/live/live-checks.ts";
import { checkGateway } from "#emulator/conformance/live/live-gateway-checks.ts";
import type { LiveOptions } from "#emulator/conformance/live/live-options.ts";

const POLL_MS = 1_000;
const LONGEST_WAIT_MS = 180_000;
const LONGEST_CLEANUP_MS = 300_000;

type Run = {
  readonly call: LiveApi;
  readonly options: LiveOptions;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Found again by this name when the answer to the creation was lost. */
  readonly eniName: string;
};

/** Does what the plan says. The ENI is removed whatever happens; `leftover` names it when that failed. */
export async function liveRun(run: Run): Promise<{ found: Findings; leftover: string | undefined }> {
  const found = new Findings();
  let leftover: string | undefined;
  try {
    await checkGateway(run.options, found);
    await checkReads(run.call, found);
    await lifeOfAnEni(run, found);
  } finally {
    leftover = await removeEverything(run);
  }
  return { found, leftover };
}

async function lifeOfAnEni(run: Run, found: Findings): Promise<void> {
  const { call, options, say } = run;
  run.signal.throwIfAborted();
  const made = await call("CreateNetworkInterface", {
    VSwitchId: options.vSwitchId,
    SecurityGroupId: options.securityGroupId,
    NetworkInterfaceName: run.eniName,
    ClientToken: run.eniName,
  });
  if (made.httpStatus !== 200)
    throw new Error(`The ENI could not be created: ${made.httpStatus} ${made.code}`);
  const id = String(made.body.NetworkInterfaceId);
  say(`created ${id}`);
  found.expect("status in the answer of a creation", "Creating", String(made.body.Status));
  await waitFor(run, id, "Available");
  const eni = { id, primaryIp: String(made.body.PrivateIpAddress), instanceId: options.instanceId };
  await checkAvailable(call, found, eni);
  await bind(run, found, "AttachNetworkInterface", id, "Attaching", "InUse");
  await bind(run, found, "DetachNetworkInterface", id, "Detaching", "Available");
  const gone = await call("DeleteNetworkInterface", { NetworkInterfaceId: id });
  found.expect("deleting an Available ENI", "200", `${gone.httpStatus} ${gone.code}`.trim());
  await waitFor(run, id, "gone");
  say(`deleted ${id}`);
}

/** Attaches or detaches and looks at what lies between. */
async function bind(
  run: Run,
  found: Findings,
  action: string,
  id: string,
  between: string,
  after: string,
): Promise<void> {
  run.signal.throwIfAborted();
  const answer = await run.call(action, { NetworkInterfaceId: id, InstanceId: run.options.instanceId });
  const keys = Object.keys(answer.body).join();
  found.expect(`${action} answers`, "200 RequestId", `${answer.httpStatus} ${answer.code || keys}`);
  if (answer.httpStatus !== 200) throw new Error(`${action} was refused: ${answer.code}`);
  found.expect(`status right after ${action}`, between, await statusOf(run, id));
  await waitFor(run, id, after);
  run.say(`${id} is ${after}`);
}

async function waitFor(run: Run, id: string, status: string): Promise<void> {
  const untilMs = Date.now() + LONGEST_WAIT_MS;
  while ((await statusOf(run, id)) !== status) {
    if (Date.now() > untilMs) throw new Error(`${id} did not become ${status} in time.`);
    await delay(POLL_MS, undefined, { signal: run.signal });
  }
}

async function statusOf({ call }: Run, id: string): Promise<string> {
  const [row] = await rowsOf(call, { "NetworkInterfaceId.1": id });
  return row?.Status ?? "gone";
}

type Row = { readonly NetworkInterfaceId: string; readonly Status: string };

async function rowsOf(call: LiveApi, filter: Record<string, string>): Promise<Row[]> {
  const { httpStatus, code, body } = await call("DescribeNetworkInterfaces", { MaxResults: "10", ...filter });
  if (httpStatus !== 200) throw new Error(`The ENI could not be read: ${httpStatus} ${code}`);
  const sets = body.NetworkInterfaceSets as { NetworkInterfaceSet: Row[] };
  return sets.NetworkInterfaceSet;
}

/** Removes what the run made, step by step; a step that fails is tried again until time is up. */
async function removeEverything({ call, options, say, eniName }: Run): Promise<string | undefined> {
  const untilMs = Date.now() + LONGEST_CLEANUP_MS;
  let last: string | undefined;
  for (;;) {
    try {
      const [row] = await rowsOf(call, { NetworkInterfaceName: eniName });
      if (!row) return undefined;
      last = row.NetworkInterfaceId;
      const named = { NetworkInterfaceId: last };
      if (row.Status === "InUse") {
        await call("DetachNetworkInterface", { ...named, InstanceId: options.instanceId });
      }
      if (row.Status === "Available") await call("DeleteNetworkInterface", named);
    } catch (error) {
      say(`cleaning up, will try again: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (Date.now() > untilMs) return last ?? `the ENI named ${eniName}, if it was made`;
    await delay(POLL_MS);
  }
}
