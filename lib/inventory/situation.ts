import "server-only";

import type { RequestedAction } from "#lib/domain/detach-request.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Language } from "#lib/i18n/language.ts";

/** The open request for one ENI, as its row needs it. */
export interface OpenRequestSummary {
  id: string;
  action: RequestedAction;
  state: string;
  askedBy: string;
}

/** What decides, beside the ENI itself, how a row reads to the person who looks. */
export interface Situation {
  language: Language;
  /** Changes whenever what this person may detach does, for whatever reason but the ENI itself. */
  rights: string;
  /** Whether this person may ask for a change of that ENI on that instance. */
  mayAsk(networkInterface: NetworkInterface, instance: Instance | null): boolean;
  /**
   * Where this person may ask for a change of every ENI: the ids of those that an open request stands against. Saves
   * asking about each; left out where they may not, or where that is not known.
   */
  allBut?: readonly string[];
  observeOnly: boolean;
  /** Whether no role is named through which that account may be changed. */
  isReadOnly(accountId: string): boolean;
  /** Why an administrator has stopped all sending; null while sending is allowed. */
  sendingStopped: { reason: string; by: string } | null;
  /** The open request for an ENI, if there is one. */
  openRequest(networkInterfaceId: string): OpenRequestSummary | undefined;
}
