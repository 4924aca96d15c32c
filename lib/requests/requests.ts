import "server-only";

import type { AskDetach } from "#lib/contract/requests.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";
import { type Asked, type AskParts, askDetach } from "#lib/requests/ask.ts";
import type { AskContext } from "#lib/requests/ask-context.ts";
import { type AskFailure, readFailure, turnedDownBy } from "#lib/requests/ask-failure.ts";
import { type AttachBack, attachBack } from "#lib/requests/attach-back.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { Follower } from "#lib/requests/follower.ts";
import { InFlight } from "#lib/requests/in-flight.ts";
import { recordTurnedDown, type TurnedDown } from "#lib/requests/new-request.ts";
import {
  type Assessment,
  assess,
  assessAttach,
  circumstancesOf,
  type DetachTarget,
  Preflights,
} from "#lib/requests/preflight.ts";
import {
  listRequests,
  type RequestFilter,
  readAttachedBackBy,
  readOpenRequests,
  readRequest,
} from "#lib/requests/read-requests.ts";
import { addNote, type SendAgain, sendAgain, stopFollowing } from "#lib/requests/send-again.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

export interface PreflightAnswer {
  assessment: Assessment;
  token: string;
}

/**
 * What is asked: requests from the first look to their proven end. Everything that can send goes through here, and
 * nothing here decides who a person is: an `Actor` comes in, rights are checked at the gate.
 */
export class Requests {
  readonly #desk: Desk;
  readonly #parts: AskParts;
  readonly #follower: Follower;

  constructor(desk: Desk) {
    this.#desk = desk;
    const inFlight = new InFlight(desk);
    this.#parts = { desk, preflights: new Preflights(desk), inFlight };
    this.#follower = new Follower(desk, inFlight);
  }

  start(): void {
    this.#follower.start();
  }

  /** Lets what is on the wire be answered; sends nothing new. */
  async drain(): Promise<void> {
    await this.#parts.inFlight.drain();
    await this.#follower.stop();
  }

  /** Reads the ENI now and says what stands in the way; the token binds a later request to what was shown. */
  async preflight(
    actor: Actor,
    target: DetachTarget,
    {
      exceptRequest,
      action = "detach",
    }: { exceptRequest?: string | undefined; action?: RequestedAction } = {},
  ): Promise<Result<PreflightAnswer, AskFailure>> {
    const read = await this.#parts.preflights.readNow(target);
    if (!read.ok) return err(readFailure(read.error));
    const circumstances = await circumstancesOf(this.#desk, actor, target, exceptRequest);
    if (circumstances === null) {
      const cause = "open requests can't be read";
      return err({ kind: "unreadable-log", failure: { kind: "unavailable", reason: "other", cause } });
    }
    const { accountId, regionId, networkInterfaceId } = target;
    const instanceId = target.instanceId ?? read.value.networkInterface.instanceId;
    const assessment =
      action === "detach"
        ? assess(read.value, instanceId, circumstances)
        : assessAttach(read.value, { instanceId: instanceId ?? "" }, circumstances);
    const token = this.#desk.tokens.sign({
      userId: actor.userId,
      accountId,
      regionId,
      instanceId: instanceId ?? "",
      networkInterfaceId,
      digest: assessment.digest,
      readAt: read.value.observedAt,
    });
    return ok({ assessment, token });
  }

  async ask(
    context: AskContext,
    body: AskDetach & { accountId: string },
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    const asked = await askDetach(this.#parts, context, body, key);
    if (!asked.ok) await this.#noteTurnedDown(context, { ...body, ticket: body.ticket || null }, asked.error);
    return asked;
  }

  async sendAgain(
    context: AskContext,
    id: string,
    body: SendAgain,
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    const asked = await sendAgain(this.#parts, context, id, body, key);
    if (!asked.ok) {
      const request = await this.read(id);
      if (request.ok && request.value) {
        await this.#noteTurnedDown(context, { ...request.value, reason: body.reason }, asked.error, id);
      }
    }
    return asked;
  }

  /** Attaches what a request took off, as a request of its own. */
  async attachBack(
    context: AskContext,
    id: string,
    body: AttachBack,
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    const asked = await attachBack(this.#parts, context, id, body, key);
    if (!asked.ok) {
      const origin = await this.read(id);
      if (origin.ok && origin.value) {
        await this.#noteTurnedDown(context, { ...origin.value, reason: body.reason }, asked.error, id);
      }
    }
    return asked;
  }

  note(context: AskContext, id: string, text: string): Promise<Result<Asked, AskFailure>> {
    return addNote(this.#parts, context, id, text);
  }

  stopFollowing(context: AskContext, id: string, reason: string): Promise<Result<Asked, AskFailure>> {
    return stopFollowing(this.#parts, context, id, reason);
  }

  read(id: string): Promise<Result<StoredRequest | null, StoreFailure>> {
    return this.#desk.store.read((db) => readRequest(db, id));
  }

  /** The requests that attach back what this one took off, newest first. */
  attachedBackBy(id: string): Promise<Result<StoredRequest[], StoreFailure>> {
    return this.#desk.store.read((db) => readAttachedBackBy(db, id));
  }

  list(filter: RequestFilter, cursor: string | undefined, limit: number) {
    return this.#desk.store.read((db) => listRequests(db, filter, cursor, limit));
  }

  open(): Promise<Result<StoredRequest[], StoreFailure>> {
    return this.#desk.store.read(readOpenRequests);
  }

  /** An auditor wants to find what was tried and turned down too. */
  async #noteTurnedDown(
    context: AskContext,
    asked: TurnedDown,
    failure: AskFailure,
    request?: string,
  ): Promise<void> {
    const reasons = turnedDownBy(failure);
    if (reasons === null) return;
    const desk = this.#desk;
    const noted = await desk.store.write((tx) =>
      recordTurnedDown(tx, desk, context, asked, reasons, request),
    );
    if (!noted.ok)
      desk.log({ level: "error", event: "request.refusal-not-recorded", reasons: reasons.join(" ") });
  }
}
