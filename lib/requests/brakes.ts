import "server-only";

import type { Transaction } from "kysely";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { takeFromWindow } from "#lib/limits/take-from-window.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { Database } from "#lib/store/schema.ts";

/** Ours: long enough that a person at work never meets the limit, short enough to stop a script that runs away. */
const WINDOW_S = 600;

export type TooMany = { kind: "too-many"; of: "person" | "vpc"; retryAfterS: number };

/** Counts one more request of this person and in this VPC, shared by all replicas; null when both may go on. */
export async function pressBrakes(
  tx: Transaction<Database>,
  { clock, settings }: Desk,
  userId: string,
  { accountId, vpcId }: NetworkInterface,
): Promise<TooMany | null> {
  const brakes = [
    { of: "person", key: `requests of ${userId}`, limit: settings.requestsPerPerson },
    { of: "vpc", key: `requests in ${accountId}/${vpcId}`, limit: settings.requestsPerVpc },
  ] as const;
  for (const { of, key, limit } of brakes) {
    if (limit === 0) continue;
    const taken = await takeFromWindow(tx, clock, key, limit, WINDOW_S);
    if (!taken.allowed) return { kind: "too-many", of, retryAfterS: taken.retryAfterS };
  }
  return null;
}
