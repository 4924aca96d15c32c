import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Action, Call, WireObject } from "#emulator/actions/action.ts";
import type { FaultPlan } from "#emulator/control/fault-book.ts";
import type { JournalEntry } from "#emulator/control/journal.ts";
import type { EmulatedCloud } from "#emulator/emulated-cloud.ts";
import { EcsError, ecsError } from "#emulator/errors/ecs-error.ts";
import { authenticate, believe, claimedAccessKeyId } from "#emulator/pipeline/authenticate.ts";
import { ramRefusal } from "#emulator/pipeline/authorise.ts";
import { findCredential } from "#emulator/pipeline/caller.ts";
import { formatOfUnreadable, type RequestContext, readContext } from "#emulator/pipeline/context.ts";
import { type Delivery, deliver } from "#emulator/pipeline/deliver.ts";
import { deliverWithFault } from "#emulator/pipeline/faulty-delivery.ts";
import { productOf, route, validate } from "#emulator/pipeline/route.ts";
import { serialiseAnswer, serialiseError } from "#emulator/pipeline/serialise.ts";
import { type Change, recordChange } from "#emulator/trail/record-change.ts";

/**
 * One request through the stages: context, authenticate, route, validate,
 * authorise, handler, serialise, journal. Faults strike between routing and
 * validation, so that a call that could never have worked uses none up.
 */
export async function handleApiRequest(
  cloud: EmulatedCloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = cloud.nextRequestId();
  const receivedAtMs = cloud.clock.now();
  let context: RequestContext;
  try {
    context = await readContext(request, requestId, receivedAtMs);
  } catch (error) {
    // The caller hung up in the middle of its own request: there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    const host = request.headers.host ?? "";
    const refusal = asEcsError(error);
    const at = new Date(receivedAtMs).toISOString();
    const entry = cloud.journal.open({ at, action: "", params: {}, accessKeyId: "", requestId });
    entry.httpStatus = refusal.httpStatus;
    entry.code = refusal.code;
    const answer = serialiseError(formatOfUnreadable(request), "Ecs", refusal, { requestId, host });
    deliver(response, { kind: "answer", answer });
    return;
  }
  const entry = openEntry(cloud, context);
  const delivery = await answerTo(cloud, context, entry);
  if (delivery.kind !== "drop" && delivery.kind !== "hang") entry.httpStatus = delivery.answer.httpStatus;
  // The server's clock is the emulator's too: clients measure their own by this header.
  response.setHeader("date", new Date(cloud.clock.now()).toUTCString());
  deliver(response, delivery);
}

async function answerTo(
  cloud: EmulatedCloud,
  context: RequestContext,
  entry: JournalEntry,
): Promise<Delivery> {
  let change: Change | undefined;
  const refuse = (error: unknown): Delivery => {
    const ecs = asEcsError(error);
    entry.code = ecs.code;
    if (change && !entry.applied) recordChange(cloud.trail, change, ecs);
    return { kind: "answer", answer: serialiseError(context.format, productOf(context), ecs, context) };
  };
  try {
    if (cloud.settings.latencyMs > 0) await delay(cloud.settings.latencyMs);
    cloud.clock.settle();
    const { world, nonces, settings } = cloud;
    const caller = settings.isLoose ? believe(context, world) : authenticate(context, world, nonces);
    const action = route(context);
    const plan = cloud.faults.plan({
      action: action.name,
      accessKeyId: caller.accessKeyId,
      params: context.params,
    });
    entry.faults = [...plan.kinds];
    entry.latencyMs = plan.latencyMs;
    if (plan.latencyMs > 0) await delay(plan.latencyMs);
    const call = makeCall(cloud, context, caller, plan);
    const made = changeOf(action, call, context);
    change = made;
    const carryOut = (): WireObject => {
      const body = perform(cloud, action, call);
      entry.applied = action.kind === "write" && !call.outcome.isRepeat;
      recordChange(cloud.trail, made, body);
      return body;
    };
    const answered = (body: WireObject): Delivery => ({
      kind: "answer",
      answer: serialiseAnswer(context.format, action.name, body, context.requestId),
    });
    if (!plan.ending) return answered(carryOut());
    return await deliverWithFault(plan.ending, {
      cloud,
      context,
      actionName: action.name,
      carryOut,
      answered,
      refuse,
    });
  } catch (error) {
    return refuse(error);
  }
}

function perform(cloud: EmulatedCloud, action: Action, call: Call): WireObject {
  cloud.clock.settle();
  validate(action, call);
  const refusal = ramRefusal(action, call);
  if (refusal) {
    const instead = action.deniedAnswer?.(call);
    if (instead) return instead;
    throw refusal;
  }
  const where = `${call.caller.accountId}/${call.params.get("RegionId") ?? ""}`;
  cloud.quota.count(cloud.settings.quotas, action.name, where, cloud.clock.now());
  return action.run(call);
}

/** What the trail is told of a call beside its outcome. */
function changeOf(action: Action, call: Call, context: RequestContext): Change {
  return {
    action,
    call,
    requestId: context.requestId,
    eventType: "ApiCall",
    sourceIpAddress: context.sourceIpAddress,
    userAgent: context.headers.get("user-agent") ?? "",
  };
}

function makeCall(
  cloud: EmulatedCloud,
  context: RequestContext,
  caller: Call["caller"],
  plan: FaultPlan,
): Call {
  return {
    params: context.params,
    caller,
    world: cloud.world,
    trail: cloud.trail,
    settings: cloud.settings,
    random: cloud.random,
    sourceIpAddress: context.sourceIpAddress,
    host: context.host,
    isStuck: plan.isStuck,
    staleMs: plan.staleMs,
    pageShift: plan.pageShift,
    outcome: { isRepeat: false },
  };
}

function openEntry(cloud: EmulatedCloud, context: RequestContext): JournalEntry {
  const claimed = claimedAccessKeyId(context);
  return cloud.journal.open({
    at: new Date(context.receivedAtMs).toISOString(),
    action: context.action ?? "",
    params: context.params.forJournal(),
    // A key we do not know may be somebody's real one: only its beginning is kept.
    accessKeyId: findCredential(cloud.world, claimed) ? claimed : claimed.slice(0, 4),
    requestId: context.requestId,
  });
}

/** A fault of the emulator itself is an InternalError to the caller and a stack trace to whoever runs it. */
function asEcsError(error: unknown): EcsError {
  if (error instanceof EcsError) return error;
  console.error("emulator: a request failed in a way it should not", error);
  return ecsError("InternalError");
}
