import "server-only";

import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Account } from "#lib/domain/region.ts";
import type { Observed } from "#lib/inventory/observed-rows.ts";

/** What an observer of attachments may read of a source. */
export interface AttachmentSource {
  readonly account: Account;
  readonly regionId: string;
  readonly observedAt: number | null;
  networkInterfaces(): IterableIterator<Observed<NetworkInterface>>;
  networkInterface(networkInterfaceId: string): Observed<NetworkInterface> | undefined;
}

/** Is told when reads of ours show an ENI on another instance than before. Must not block: reads wait for nothing. */
export interface AttachmentObserver {
  /** This ENI came, went, or is on another instance than before. */
  noticed(source: AttachmentSource, networkInterfaceId: string): void;
  /** A whole walk is over; `whole`: what this process knew before does not reach back to the walk before it. */
  walked(source: AttachmentSource, whole: boolean): void;
}

/**
 * The instance that an ENI can be taken off or put on; null for one that is on none. A primary ENI comes and goes with
 * its instance, so it has no attachment that anybody could change.
 */
export function attachmentOf(eni: NetworkInterface | undefined): string | null {
  return eni === undefined || eni.type === "Primary" ? null : eni.instanceId;
}
