import "server-only";

import type { SendingOrder, SendingView } from "#lib/contract/settings.ts";
import type { Result } from "#lib/core/result.ts";
import type { AdmittedCall } from "#lib/http/gate.ts";
import type { Services } from "#lib/services.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";
import { readSending, setSending } from "#lib/switches/sending.ts";

/** The switch as everyone sees it. One that can't be read is shown as what it does: nothing is sent. */
export async function sendingView({ store }: Pick<Services, "store">): Promise<SendingView> {
  const read = await store.read(readSending);
  return read.ok ? read.value : { enabled: false, reason: "", by: null, at: null };
}

/** Turns the switch for every replica. Saying again what holds already changes nothing. */
export async function orderSending(
  { services, actor, from, correlationId }: AdmittedCall,
  order: SendingOrder,
): Promise<Result<SendingView, StoreFailure>> {
  const { store, clock } = services;
  const turned = await store.write((tx) => setSending(tx, clock, { ...order, actor, from, correlationId }));
  return turned.ok ? { ok: true, value: turned.value.sending } : turned;
}
