import { join } from "node:path";
import type { Run } from "#e2e/faults/promise.ts";
import { Lacking } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";
import { type Deed, deeds, tracing } from "#e2e/faults/strace.ts";
import { numbers, together } from "#e2e/faults/together.ts";

/** A deed with what it means to the promises. */
export interface Meaning {
  readonly deed: Deed;
  /** The ENI whose detach leaves for ECS with this deed. */
  readonly leaves: string | null;
  /** The request, and ECS's RequestId, that somebody is told of with this deed. */
  readonly told: { id: string; requestId: string | null } | null;
}

const AT_ONCE = 4;
const END_MS = 60_000;

/**
 * Has a traced desk carry out so many detaches, and hands over what it did to its disk and on its lines, one deed
 * after the other, while the folder still exists.
 */
export async function traceDetaches(
  run: Run,
  detaches: number,
  see: (meaning: Meaning, folder: string) => Promise<void>,
): Promise<void> {
  await withStand(run, { enis: detaches + 10 }, async ({ cloud, ground, desk: start }) => {
    const file = join(ground.folder, "trace");
    const desk = await start({}, await tracing(file));
    await together(numbers(detaches), AT_ONCE, async () => {
      const asked = await desk.ask(cloud.next());
      if (!asked.ok) throw new Error(`a detach was turned down: ${JSON.stringify(asked.error)}`);
    });
    await desk.settled(END_MS);
    // strace passes no signal on.
    await desk.child.hangUp();
    let seen = 0;
    for await (const deed of deeds(file)) {
      seen += 1;
      await see({ deed, leaves: leavesWith(deed, cloud.port), told: toldBy(deed, desk.port) }, ground.folder);
    }
    if (seen === 0) throw new Lacking("strace saw nothing: this machine does not let a process be traced");
  });
}

function leavesWith(deed: Deed, ecsPort: number): string | null {
  if (deed.kind !== "send" || !deed.to.includes(`->127.0.0.1:${ecsPort}]`)) return null;
  const head = deed.data.toString("latin1");
  if (!/x-acs-action: DetachNetworkInterface/i.test(head)) return null;
  return /[?&]NetworkInterfaceId=(eni-[a-z0-9]+)/.exec(head)?.[1] ?? null;
}

function toldBy(deed: Deed, deskPort: number): Meaning["told"] {
  if (deed.kind !== "send" || !deed.to.includes(`[127.0.0.1:${deskPort}->`)) return null;
  const text = deed.data.toString("latin1");
  const id = /"ok":true,"value":\{"request":\{"id":"([0-9a-f-]{36})"/.exec(text)?.[1];
  if (!id) return null;
  return { id, requestId: /"result":"accepted","requestId":"([0-9A-F-]{36})"/.exec(text)?.[1] ?? null };
}
