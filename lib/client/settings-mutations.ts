import { sendingSchema } from "#lib/client/answers/settings.ts";
import { apiPost } from "#lib/client/api-post.ts";
import type { SendingOrder, SendingView } from "#lib/contract/settings.ts";

/** Stops or allows all sending. Saying the same thing twice is the same as once, so any key will do. */
export function orderSending(body: SendingOrder): Promise<SendingView> {
  return apiPost("/api/settings/sending", sendingSchema, { body, idempotencyKey: crypto.randomUUID() });
}
