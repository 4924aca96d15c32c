import "server-only";

import type { AskDetach } from "#lib/contract/requests.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";
import { reachOf } from "#lib/policy/reach.ts";
import { prepareSession } from "#lib/requests/acting.ts";
import { type Asked, type AskParts, askDetach } from "#lib/requests/ask.ts";
import type { AskContext } from "#lib/requests/ask-context.ts";
import { type AskFailure, readFailure, turnedDownBy } from "#lib/requests/ask-failure.ts";
import { type AttachBack, attachBack } from "#lib/requests/attach-back.ts";
import { needsStepUp } from "#lib/requests/consent.ts";
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
  hindered,
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
import { UnderWay } from "#lib/requests/under-way.ts";
import { checkReach, checkRequestReach, reachesRequest } from "#lib/requests/within-reach.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

export interface PreflightAnswer {
  assessment: Assessment;
  token: string;
  /** The person must prove again who they are before this may be asked for. */
  stepUp: boolean;
}

/**
 * What is asked: requests from the first look to their proven end. Everything that can send goes through here, and
 * nothing here decides who a person is: an `Actor` comes in, rights are checked at the gate.
 */
export class Requests {
  readonly #desk: Desk;
  readonly #parts: AskParts;
  readonly #follower: Follower;
  readonly #underWay = new UnderWay();

  constructor(desk: Desk) {
    this.#desk = desk;
    const inFlight = new InFlight(desk);
    this.#parts = { desk, preflights: new Preflights(desk), inFlight };
    this.#follower = new Follower(desk, inFlight);
  }

  start(): void {
    this.#follower.start();
  }

  /** Brings what was asked to its answer, also for callers who have hung up; then nothing can be asked any more. */
  async drain(): Promise<void> {
    this.#parts.inFlight.sendNothingAgain();
    await this.#underWay.end();
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
    const { touches } = reachOf(actor.grants, "inventory.read");
    if (!touches(target.accountId, target.regionId)) return err({ kind: "not-found" });
    const read = await this.#parts.preflights.readNow(target);
    if (!read.ok) return err(readFailure(read.error));
    const within = checkReach(actor, read.value);
    if (!within.ok && within.error.kind === "not-found") return within;
    const circumstances = await circumstancesOf(this.#desk, actor, target, read.value, exceptRequest);
    if (circumstances === null) {
      const cause = "open requests can't be read";
      return err({ kind: "unreadable-log", failure: { kind: "unavailable", reason: "other", cause } });
    }
    const { accountId, regionId, networkInterfaceId } = target;
    const instanceId = target.instanceId ?? read.value.networkInterface.instanceId;
    const assessed =
      action === "detach"
        ? assess(read.value, instanceId, circumstances)
        : assessAttach(read.value, { instanceId: instanceId ?? "" }, circumstances);
    const assessment = await this.#withSession(actor, { ...target, instanceId, action }, assessed);
    const token = this.#desk.tokens.sign({
      userId: actor.userId,
      accountId,
      regionId,
      instanceId: instanceId ?? "",
      networkInterfaceId,
      digest: assessment.digest,
      readAt: read.value.observedAt,
    });
    return ok({ assessment, token, stepUp: needsStepUp(this.#desk, actor, assessment) });
  }

  /** Whoever may ask, with nothing in the way, gets their session now: then the click makes one call. */
  async #withSession(
    actor: Actor,
    target: DetachTarget & { action: RequestedAction },
    assessment: Assessment,
  ): Promise<Assessment> {
    const { instanceId, action } = target;
    if (assessment.blockers.length > 0 || instanceId === null) return assessment;
    const found = await prepareSession(this.#desk, { ...target, instanceId }, actor);
    return found === null ? assessment : hindered(assessment, action, found);
  }

  ask(
    context: AskContext,
    body: AskDetach & { accountId: string },
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    return this.#undertake(async () => {
      const asked = await askDetach(this.#parts, context, body, key);
      if (!asked.ok)
        await this.#noteTurnedDown(context, { ...body, ticket: body.ticket || null }, asked.error);
      return asked;
    });
  }

  sendAgain(
    context: AskContext,
    id: string,
    body: SendAgain,
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    return this.#undertake(async () => {
      const asked = await sendAgain(this.#parts, context, id, body, key);
      if (!asked.ok) await this.#noteTurnedDownFor(context, id, body.reason, asked.error);
      return asked;
    });
  }

  /** Attaches what a request took off, as a request of its own. */
  attachBack(
    context: AskContext,
    id: string,
    body: AttachBack,
    key: string,
  ): Promise<Result<Asked, AskFailure>> {
    return this.#undertake(async () => {
      const asked = await attachBack(this.#parts, context, id, body, key);
      if (!asked.ok) await this.#noteTurnedDownFor(context, id, body.reason, asked.error);
      return asked;
    });
  }

  note(context: AskContext, id: string, text: string): Promise<Result<Asked, AskFailure>> {
    return addNote(this.#parts, context, id, text);
  }

  stopFollowing(context: AskContext, id: string, reason: string): Promise<Result<Asked, AskFailure>> {
    return stopFollowing(this.#parts, context, id, reason);
  }

  /** Null when there is none by that id, or none for this person. */
  async readFor(actor: Actor, id: string): Promise<Result<StoredRequest | null, StoreFailure>> {
    const read = await this.#read(id);
    if (!read.ok || !read.value) return read;
    return ok(reachesRequest(actor, "requests.read", this.#desk.inventory, read.value) ? read.value : null);
  }

  /** Whether this person may act on a request that they may see. */
  mayActOn(actor: Actor, request: StoredRequest): boolean {
    return checkRequestReach(actor, this.#desk, request).ok;
  }

  /** The requests that attach back what this one took off, newest first. Whoever sees the one sees the others. */
  attachedBackBy(id: string): Promise<Result<StoredRequest[], StoreFailure>> {
    return this.#desk.store.read((db) => readAttachedBackBy(db, id));
  }

  /** The requests that this person may see. */
  listFor(actor: Actor, filter: RequestFilter, cursor: string | undefined, limit: number) {
    const { inventory, store } = this.#desk;
    const { scopes } = reachOf(actor.grants, "requests.read");
    const includes = (each: StoredRequest) => reachesRequest(actor, "requests.read", inventory, each);
    return store.read((db) => listRequests(db, filter, { scopes, includes }, cursor, limit));
  }

  open(): Promise<Result<StoredRequest[], StoreFailure>> {
    return this.#desk.store.read(readOpenRequests);
  }

  #read(id: string): Promise<Result<StoredRequest | null, StoreFailure>> {
    return this.#desk.store.read((db) => readRequest(db, id));
  }

  async #undertake(work: () => Promise<Result<Asked, AskFailure>>): Promise<Result<Asked, AskFailure>> {
    const done = await this.#underWay.do(work);
    return done ?? err({ kind: "unreadable-log", failure: unavailable("closed", "this process is ending") });
  }

  async #noteTurnedDownFor(
    context: AskContext,
    id: string,
    reason: string,
    failure: AskFailure,
  ): Promise<void> {
    const request = await this.#read(id);
    if (request.ok && request.value) {
      await this.#noteTurnedDown(context, { ...request.value, reason }, failure, id);
    }
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
