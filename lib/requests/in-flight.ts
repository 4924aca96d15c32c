import "server-only";

import { setTimeout as sleep } from "node:timers/promises";
import type { EventBy } from "#lib/requests/ask-context.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { type Sent, sendUntilAnswered } from "#lib/requests/send.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

/** The sendings of this process that have not been answered yet. */
export class InFlight {
  readonly #desk: Desk;
  readonly #sending = new Map<string, Promise<Sent>>();
  readonly #stopping = new AbortController();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Sends what has just been recorded, and answers when ECS has, or with null when that takes too long. */
  async send(request: StoredRequest, by: EventBy): Promise<Sent | null> {
    const sending = sendUntilAnswered(this.#desk, request, by, this.#stopping.signal);
    this.#sending.set(request.id, sending);
    // Until the answer is on disk the request is still ours: the follower must not take it for abandoned.
    sending
      .then(({ written }) => written)
      .catch((cause: unknown) => {
        const message = cause instanceof Error ? cause.message : String(cause);
        this.#desk.log({ level: "error", event: "request.sending-failed", request: request.id, message });
      })
      .finally(() => this.#sending.delete(request.id));
    return this.wait(request.id);
  }

  has(requestId: string): boolean {
    return this.#sending.has(requestId);
  }

  /** Waits for a sending that is under way; null when there is none, or when it takes longer than a POST may. */
  async wait(requestId: string): Promise<Sent | null> {
    const sending = this.#sending.get(requestId);
    if (!sending) return null;
    const giveUp = new AbortController();
    const late = sleep(this.#desk.settings.answerWithinMs, null, { signal: giveUp.signal, ref: false }).catch(
      () => null,
    );
    try {
      return await Promise.race([sending, late]);
    } finally {
      giveUp.abort();
    }
  }

  /** From now on a call that was not sent, or was throttled, is not made again. */
  sendNothingAgain(): void {
    this.#stopping.abort();
  }

  /** Lets what is on the wire be answered and recorded. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.#sending.values());
  }
}
