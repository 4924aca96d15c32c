import type { Call, Standing } from "#e2e/faults/cloud.ts";
import type { Dump } from "#e2e/faults/desk.ts";
import { OPEN_REQUEST_STATES } from "#lib/domain/detach-request.ts";

type Request = Dump["requests"][number];
type Attempt = Dump["attempts"][number];
type Event = Dump["events"][number];

export interface Oracle {
  /** The emulator's journal of what was sent. */
  readonly calls: readonly Call[];
  /** Where every ENI stands in the end. */
  readonly world: ReadonlyMap<string, Standing>;
  /** ENIs that somebody else has moved too: where they stand proves nothing about our request. */
  readonly touched?: ReadonlySet<string>;
  /** Requests may still be open: the run was cut off on purpose. */
  readonly mayBeOpen?: boolean;
  /** How far the clock of the emulator and the desk's may be apart, delays of a busy machine included. */
  readonly slackMs?: number;
}

/** A call is journalled when its request has been read; on two busy cores that can be this much later. */
const SLACK_MS = 400;

/** Compares what the database says with what really arrived at ECS. Answers one line for each contradiction. */
export function contradictions(dump: Dump, oracle: Oracle): string[] {
  const problems = [...sequenceProblems(dump.events)];
  const attemptsOf = grouped(dump.attempts, ({ request_id }) => request_id);
  const eventsOf = grouped(dump.events, ({ request_id }) => request_id ?? "");
  const owners = ownersOfCalls(dump, oracle, problems);
  for (const request of dump.requests) {
    const attempts = attemptsOf.get(request.id) ?? [];
    const calls = attempts.map((attempt) => owners.get(`${attempt.request_id}/${attempt.number}`));
    const problem = (text: string) => problems.push(`request ${request.id} (${request.state}): ${text}`);
    const events = eventsOf.get(request.id) ?? [];
    for (const text of stateProblems(request, attempts, calls, oracle)) problem(text);
    for (const text of eventProblems(request, attempts, events)) problem(text);
    for (const text of lateCalls(attempts, calls, events, oracle.slackMs ?? SLACK_MS)) problem(text);
  }
  return problems;
}

function sequenceProblems(events: readonly Event[]): string[] {
  const first = events[0]?.seq ?? 1;
  const wrong = events.findIndex(({ seq }, index) => seq !== first + index);
  return wrong < 0 ? [] : [`events are not numbered without a gap at ${events[wrong]?.seq}`];
}

/**
 * Gives every call that arrived to the attempt it belongs to: by RequestId, else by the ENI and the time between the
 * attempt's recording and its answer. A call that belongs to no attempt was sent twice, or too late.
 */
function ownersOfCalls(dump: Dump, oracle: Oracle, problems: string[]): Map<string, Call> {
  const owners = new Map<string, Call>();
  const requests = new Map(dump.requests.map((request) => [request.id, request]));
  const slack = oracle.slackMs ?? SLACK_MS;
  const ofEni = grouped(
    dump.attempts,
    ({ request_id }) => requests.get(request_id)?.network_interface_id ?? "",
  );
  const byRequestId = new Map(
    dump.attempts.flatMap((attempt) =>
      attempt.ecs_request_id ? [[attempt.ecs_request_id, attempt] as const] : [],
    ),
  );
  const rest: Call[] = [];
  for (const call of oracle.calls) {
    const attempt = byRequestId.get(call.requestId);
    if (attempt) owners.set(keyOf(attempt), call);
    else rest.push(call);
  }
  for (const call of rest) {
    const eni = call.params.NetworkInterfaceId ?? "";
    const at = Date.parse(call.at);
    const owner = (ofEni.get(eni) ?? []).find(
      (attempt) =>
        !owners.has(keyOf(attempt)) &&
        actionOf(requests.get(attempt.request_id)) === call.action &&
        attempt.ecs_request_id === null &&
        attempt.result !== "not-sent" &&
        Date.parse(attempt.sent_at) - slack <= at &&
        (attempt.answered_at === null || at <= Date.parse(attempt.answered_at) + slack),
    );
    if (owner) owners.set(keyOf(owner), call);
    else problems.push(`${eni}: a call at ${call.at} (${call.requestId}) belongs to no attempt of its own`);
  }
  for (const [id, attempt] of byRequestId) {
    const call = owners.get(keyOf(attempt));
    const eni = requests.get(attempt.request_id)?.network_interface_id;
    if (!call) problems.push(`attempt ${keyOf(attempt)}: ECS never gave the RequestId ${id}`);
    else if (call.params.NetworkInterfaceId !== eni)
      problems.push(`attempt ${keyOf(attempt)}: ${id} was for another ENI`);
  }
  return owners;
}

const actionOf = (request: Request | undefined) =>
  request?.action === "attach" ? "AttachNetworkInterface" : "DetachNetworkInterface";

const keyOf = ({ request_id, number }: Attempt) => `${request_id}/${number}`;

function* stateProblems(
  request: Request,
  attempts: readonly Attempt[],
  calls: readonly (Call | undefined)[],
  { world, touched, mayBeOpen }: Oracle,
): Generator<string> {
  const isOpen = (OPEN_REQUEST_STATES as readonly string[]).includes(request.state);
  if (isOpen && !mayBeOpen) yield "it never came to an end";
  const applied = calls.some((call) => call?.applied);
  for (const [index, attempt] of attempts.entries()) {
    const call = calls[index];
    if (attempt.result === "accepted" && !(call?.applied && call.httpStatus === 200)) {
      yield `attempt ${attempt.number} says accepted, ECS did not accept it`;
    }
    if (attempt.result === "refused" && call?.code !== attempt.code) {
      yield `attempt ${attempt.number} says ${attempt.code}, ECS said ${call?.code}`;
    }
  }
  if (request.evidence === "answered" && !attempts.some(({ result }) => result === "accepted")) {
    yield "it claims the detach for itself without an answer of ECS";
  }
  if (request.state === "not-sent" && applied) yield "it says that nothing was sent, and ECS has done it";
  if (request.state === "blocked" && calls.some((call) => call)) yield "it was blocked and sent";
  if (touched?.has(request.network_interface_id)) return;
  const now = world.get(request.network_interface_id);
  const attached = now !== undefined && now.instanceId === request.instance_id;
  if (request.outcome === "detached" && attached)
    yield `it says detached, and the ENI is ${now.status} on the instance`;
  if (request.state === "gone" && now) yield "it says gone, and the ENI is there";
  if (["refused", "still-attached", "not-sent"].includes(request.state) && (applied || !attached)) {
    yield `it says attached, and the ENI is ${now?.status ?? "gone"} (applied: ${applied})`;
  }
}

function* eventProblems(
  request: Request,
  attempts: readonly Attempt[],
  events: readonly Event[],
): Generator<string> {
  const ofAction = (action: string) => events.filter((event) => event.action === `request.${action}`);
  const told = (action: string, expected: number) => {
    const found = ofAction(action).length;
    return found === expected ? null : `${found} events request.${action} where ${expected} belong`;
  };
  const isBlocked = request.state === "blocked";
  const endedBySystem = request.ended_at !== null && !["blocked", "not-followed"].includes(request.state);
  const expected = [
    told("asked", isBlocked ? 0 : 1),
    told("sent", attempts.length),
    told("ended", endedBySystem ? 1 : 0),
  ];
  for (const text of expected) if (text !== null) yield text;
  for (const { number, ecs_request_id, answered_at } of attempts) {
    const answers = answersTo(number, events);
    // An attempt that was given up for lost can be answered late: that is a second event, after one that says unknown.
    const most = answers[0]?.result === "unknown" ? 2 : 1;
    if (answers.length > most || (answered_at === null) !== (answers.length === 0)) {
      yield `attempt ${number}: ${answers.length} events tell of its answer`;
    }
    if (ecs_request_id !== null && !answers.some(({ ecs_request_id: id }) => id === ecs_request_id)) {
      yield `attempt ${number}: no event bears its RequestId`;
    }
  }
  if (!endedBySystem) return;
  const after = bodyOf(ofAction("ended")[0]).after;
  if (after?.state !== request.state) yield `its event says that it ended as ${after?.state}`;
}

/**
 * What a lease must prevent: a call that leaves when the claim on its attempt has run out, or when another replica has
 * given the attempt up for lost.
 */
function* lateCalls(
  attempts: readonly Attempt[],
  calls: readonly (Call | undefined)[],
  events: readonly Event[],
  slackMs: number,
): Generator<string> {
  for (const [index, { number, sent_at }] of attempts.entries()) {
    const call = calls[index];
    if (!call) continue;
    const answer = answersTo(number, events)[0];
    const sent = events.find((event) => event.action === "request.sent" && bodyOf(event).attempt === number);
    const until = bodyOf(sent).after?.claim?.until;
    const at = Date.parse(call.at);
    if (!until) yield `attempt ${number} left without a claim`;
    else if (at > Date.parse(until) + slackMs)
      yield `attempt ${number} left at ${call.at}, its claim ended at ${until}`;
    if (at < Date.parse(sent_at) - slackMs)
      yield `attempt ${number} left at ${call.at}, before it was recorded`;
    if (answer && at > Date.parse(answer.at) + slackMs)
      yield `attempt ${number} left at ${call.at}, after ${answer.at}`;
  }
}

function answersTo(number: number, events: readonly Event[]): Event[] {
  return events.filter((event) => event.action === "request.answered" && bodyOf(event).attempt === number);
}

interface Body {
  attempt?: number;
  after?: { state?: string; claim?: { until: string } | null };
}

function bodyOf(event: Event | undefined): Body {
  return event ? (JSON.parse(event.body) as Body) : {};
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
