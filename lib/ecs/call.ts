import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Clock } from "#lib/core/clock.ts";
import type { Json } from "#lib/core/json.ts";
import { oneATurn } from "#lib/core/one-a-turn.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { CallBudget, CallPlace, CallPriority } from "#lib/ecs/call-budget.ts";
import { classifyAnswer, type EcsAnswer } from "#lib/ecs/classify-answer.ts";
import type { CredentialsSource, EcsCredentials } from "#lib/ecs/credentials.ts";
import type { Endpoint } from "#lib/ecs/endpoints.ts";
import { redactFailure } from "#lib/ecs/redact.ts";
import type { ServerClock } from "#lib/ecs/server-clock.ts";
import { type Parameters, signRequest } from "#lib/ecs/sign.ts";
import type { Transport, TransportFailure, WriteGate } from "#lib/ecs/transport.ts";

const ECS_VERSION = "2014-05-26";

/** Of all walks of the process: reading a page takes some ten milliseconds, and eighty may arrive at once. */
const turnOfWalks = oneATurn();

/** What is told about a call when it ends; nothing else of it may be logged. */
export interface EcsCallRecord {
  accountId: string;
  action: string;
  regionId: string | null;
  result: "answered" | EcsFailure["kind"];
  httpStatus: number | null;
  code: string | null;
  requestId: string | null;
  durationMs: number;
  /** How far the cloud's clock is from this process's, as last seen; 0 below five seconds. */
  skewMs: number;
}
export type EcsCallLog = (record: EcsCallRecord) => void;

export interface CallContext {
  accountId: string;
  credentials: CredentialsSource;
  transport: Transport;
  clock: Clock;
  serverClock: ServerClock;
  log: EcsCallLog | undefined;
  /** Without one, calls wait for nothing. */
  budget?: CallBudget | undefined;
}

export interface EcsCall {
  action: string;
  /** Null for the calls that belong to no region. */
  regionId: string | null;
  parameters: Parameters;
  /** A call that changes something is sent over a connection of its own. */
  isChange: boolean;
  /** Of a read, which may have to wait for its turn; `first` where it is left out. */
  priority?: CallPriority | undefined;
  /** Asked right before the first byte goes out. */
  gate?: WriteGate | undefined;
  /** Of the product asked; ECS's where it is left out. */
  version?: string;
}

/** Signs and sends one call, once, and says how it ended. Never throws for what the network or ECS does. */
export async function callEcs(
  context: CallContext,
  endpoint: Result<Endpoint, string>,
  call: EcsCall,
): Promise<Result<EcsAnswer, EcsFailure>> {
  const { budget } = context;
  const place: CallPlace = { accountId: context.accountId, regionId: call.regionId, action: call.action };
  if (call.isChange) budget?.count(place);
  else await budget?.enter(place, call.priority ?? "first");
  const startedAt = context.clock.now();
  const result = endpoint.ok
    ? await sendInTime(context, endpoint.value, call)
    : err<EcsFailure>({ kind: "not-sent", cause: endpoint.error });
  if (!result.ok && result.error.kind === "throttled") budget?.throttled(place, result.error.retryAfterMs);
  else if (result.ok) budget?.taken(place);
  context.log?.(recordOf(context, call, result, context.clock.now() - startedAt));
  return result;
}

/** A read whose time was refused is made once more with the cloud's own time; a change is never made twice here. */
async function sendInTime(
  context: CallContext,
  endpoint: Endpoint,
  call: EcsCall,
): Promise<Result<EcsAnswer, EcsFailure>> {
  const first = await sendSigned(context, endpoint, call);
  const refusedTime =
    !first.ok && first.error.kind === "rejected" && first.error.code.startsWith("InvalidTimeStamp");
  return refusedTime && !call.isChange && context.serverClock.offsetMs !== 0
    ? sendSigned(context, endpoint, call)
    : first;
}

async function sendSigned(
  { credentials, transport, clock, serverClock }: CallContext,
  endpoint: Endpoint,
  call: EcsCall,
): Promise<Result<EcsAnswer, EcsFailure>> {
  const keys = await credentials.get();
  // Of a change nothing was sent, whatever became of the question to STS.
  if (!keys.ok) return err(call.isChange ? withoutKeys(keys.error) : keys.error);
  const { path, headers } = signRequest({
    host: endpoint.host,
    action: call.action,
    version: call.version ?? ECS_VERSION,
    parameters: call.parameters,
    credentials: keys.value,
    epochMs: clock.now() + serverClock.offsetMs,
    nonce: randomUUID(),
  });
  const connection = call.isChange ? "fresh" : "pooled";
  const sent = await transport.send({ endpoint, path, headers, connection, gate: call.gate });
  if (call.priority === "walk") await turnOfWalks();
  if (sent.ok) serverClock.learn(sent.value.headers.date, clock.now());
  const result = sent.ok ? classifyAnswer(sent.value) : err(failureOf(sent.error));
  return result.ok ? result : err(redactFailure(result.error, secretsOf(keys.value, headers)));
}

function withoutKeys(failure: EcsFailure): EcsFailure {
  if (failure.kind === "not-sent") return failure;
  const { code, requestId } = failure;
  const cause = `no session of the account's role: ${code ?? "no usable answer"} (RequestId ${requestId ?? "unknown"})`;
  return failure.kind === "rejected"
    ? { kind: "not-sent", cause, sessionCode: failure.code }
    : { kind: "not-sent", cause };
}

function failureOf({ isSent, cause, httpStatus, requestId }: TransportFailure): EcsFailure {
  if (!isSent) return { kind: "not-sent", cause };
  return { kind: "outcome-unknown", cause, httpStatus, code: null, message: null, requestId };
}

function secretsOf(keys: EcsCredentials, headers: Readonly<Record<string, string>>): string[] {
  const signature = headers.authorization?.split("Signature=")[1] ?? "";
  return [keys.accessKeySecret, keys.securityToken ?? "", signature];
}

function recordOf(
  { accountId, serverClock }: CallContext,
  { action, regionId }: EcsCall,
  result: Result<EcsAnswer, EcsFailure>,
  durationMs: number,
): EcsCallRecord {
  const call = { accountId, action, regionId, durationMs, skewMs: serverClock.offsetMs };
  if (result.ok) {
    return { ...call, result: "answered", httpStatus: 200, code: null, requestId: result.value.requestId };
  }
  const { error } = result;
  if (error.kind === "not-sent") {
    return { ...call, result: error.kind, httpStatus: null, code: null, requestId: null };
  }
  return {
    ...call,
    result: error.kind,
    httpStatus: error.httpStatus,
    code: error.code,
    requestId: error.requestId,
  };
}

/**
 * Reads an answer by its schema. A success of another shape than documented is `outcome-unknown` and keeps its
 * RequestId; the cause names the field, never its value.
 */
export function readAnswer<S extends z.ZodType>(
  answer: EcsAnswer,
  schema: S,
  action: string,
): Result<z.output<S>, EcsFailure> {
  const parsed = schema.safeParse(answer.body satisfies Json);
  if (parsed.success) return ok(parsed.data);
  const field = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
  return err({
    kind: "outcome-unknown",
    cause: `the answer to ${action} does not have the documented shape (${field})`,
    httpStatus: 200,
    code: null,
    message: null,
    requestId: answer.requestId,
  });
}
