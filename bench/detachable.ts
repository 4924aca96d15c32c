import { setTimeout as sleep } from "node:timers/promises";
import type { Visitor } from "#bench/visitor.ts";

/** An ENI that nothing stands in the way of detaching, and nothing warns about. */
export interface Target {
  readonly accountId: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly networkInterfaceId: string;
}

interface Row extends Omit<Target, "instanceId"> {
  readonly instanceId: string | null;
  readonly detach: { readonly allowed: boolean; readonly warnings: readonly unknown[] };
}

interface Page {
  readonly items: readonly Row[];
  readonly cursor: string | null;
  readonly sources: readonly { readonly ok: boolean; readonly partial?: boolean }[];
}

const LIST = "/api/network-interfaces?type=Secondary&detachable=true&limit=500";
const READ_MS = 60_000;

/** So many of them, out of the dashboard's own list once it has read everything. @throws {Error} when there are fewer */
export async function detachable(visitor: Visitor, count: number): Promise<Target[]> {
  await untilAllIsRead(visitor);
  const found: Target[] = [];
  for (let cursor: string | null = ""; cursor !== null && found.length < count; ) {
    const page: Page = await pageAt(visitor, cursor);
    for (const { accountId, regionId, instanceId, networkInterfaceId, detach } of page.items) {
      if (instanceId !== null && detach.allowed && detach.warnings.length === 0)
        found.push({ accountId, regionId, instanceId, networkInterfaceId });
    }
    cursor = page.cursor;
  }
  if (found.length < count) throw new Error(`only ${found.length} of ${count} ENIs can be detached`);
  return found.slice(0, count);
}

async function untilAllIsRead(visitor: Visitor): Promise<void> {
  for (const deadline = Date.now() + READ_MS; Date.now() < deadline; await sleep(200)) {
    const { sources } = await pageAt(visitor, "");
    if (sources.length > 0 && sources.every(({ ok, partial }) => ok && !partial)) return;
  }
  throw new Error("the dashboard has not read its regions in time");
}

async function pageAt(visitor: Visitor, cursor: string): Promise<Page> {
  const { status, text } = await visitor.get(
    `${LIST}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
  );
  if (status !== 200) throw new Error(`the list answered ${status}: ${text}`);
  return JSON.parse(text) as Page;
}
