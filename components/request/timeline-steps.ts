import type { RequestDetail, TimelineEntry } from "#lib/contract/requests.ts";
import type { RequestedAction, RequestState } from "#lib/domain/detach-request.ts";

export type StepKind =
  | "asked"
  | "blocked"
  | "sent"
  | "accepted"
  | "refused"
  | "not-reached"
  | "unanswered"
  | "seen"
  | "ended"
  | "stopped"
  | "noted"
  | "other";

/** One line of the timeline. `at` is null for what is expected next and has not happened. */
export interface TimelineStep {
  key: string;
  kind: StepKind;
  at: string | null;
  /** Milliseconds since the step before; null for the first and for what has not happened. */
  tookMs: number | null;
  actorName: string | null;
  attempt: number | null;
  requestId: string | null;
  /** The ENI's status that was seen, for `seen`. */
  interfaceStatus: string | null;
  /** Where the request ended, for `ended`. */
  state: string | null;
  note: string | null;
  action: string;
}

const ANSWERS: Record<string, StepKind> = { ok: "accepted", refused: "refused", failed: "not-reached" };

const KINDS: Record<string, StepKind> = {
  "request.asked": "asked",
  "request.blocked": "blocked",
  "request.sent": "sent",
  "request.ended": "ended",
  "request.stopped-following": "stopped",
  "request.noted": "noted",
};

function kindOf({ action, result, interfaceStatus }: TimelineEntry): StepKind {
  if (action === "request.answered") return ANSWERS[result] ?? "unanswered";
  if (interfaceStatus !== null && action === "request.followed") return "seen";
  return KINDS[action] ?? "other";
}

function stepOf(entry: TimelineEntry, kind: StepKind): TimelineStep {
  return {
    key: `${entry.seq} ${kind}`,
    kind,
    at: entry.at,
    tookMs: null,
    actorName:
      kind === "asked" || kind === "stopped" || kind === "noted" || kind === "sent" ? entry.actorName : null,
    attempt: entry.attempt,
    requestId: kind === "accepted" || kind === "refused" || kind === "unanswered" ? entry.requestId : null,
    interfaceStatus: kind === "seen" ? entry.interfaceStatus : null,
    state: entry.state,
    note: saysWhy(kind, entry) ? entry.note : null,
    action: entry.action,
  };
}

/** Every event carries the reason of the request; it is said where a person gave a new one. */
function saysWhy(kind: StepKind, { attempt }: TimelineEntry): boolean {
  return kind === "stopped" || kind === "noted" || (kind === "sent" && (attempt ?? 1) > 1);
}

/** Looks that saw the same as the look before say nothing new; an end that saw the ENI is a look and an end. */
function happened(events: readonly TimelineEntry[]): TimelineStep[] {
  const steps: TimelineStep[] = [];
  let lastSeen: string | null = null;
  for (const entry of [...events].sort((a, b) => a.seq - b.seq)) {
    const kind = kindOf(entry);
    const isNewSight = entry.interfaceStatus !== null && entry.interfaceStatus !== lastSeen;
    if ((kind === "seen" || kind === "ended") && isNewSight) {
      steps.push(stepOf(entry, "seen"));
      lastSeen = entry.interfaceStatus;
    }
    if (kind !== "seen") steps.push(stepOf(entry, kind));
  }
  return steps;
}

/** The statuses that ECS takes an ENI through. */
const COURSE: Record<RequestedAction, readonly string[]> = {
  detach: ["Detaching", "Available"],
  attach: ["Attaching", "InUse"],
};

const UNDER_WAY: readonly RequestState[] = ["recorded", "sending", "accepted", "stuck"];

function expected(
  request: Pick<RequestDetail, "state" | "action">,
  steps: readonly TimelineStep[],
): TimelineStep[] {
  if (!UNDER_WAY.includes(request.state)) return [];
  const has = (kind: StepKind, status: string | null = null) =>
    steps.some((step) => step.kind === kind && step.interfaceStatus === status);
  const next = (kind: StepKind, interfaceStatus: string | null): TimelineStep => ({
    key: `expected ${kind} ${interfaceStatus ?? ""}`,
    kind,
    at: null,
    tookMs: null,
    actorName: null,
    attempt: null,
    requestId: null,
    interfaceStatus,
    state: null,
    note: null,
    action: "",
  });
  return [
    ...(has("sent") ? [] : [next("sent", null)]),
    ...(has("accepted") ? [] : [next("accepted", null)]),
    ...COURSE[request.action].filter((status) => !has("seen", status)).map((status) => next("seen", status)),
  ];
}

/** What happened to a request, in order and with the time between, then what is expected next. */
export function timelineSteps(request: Pick<RequestDetail, "action" | "state" | "events">): TimelineStep[] {
  const done = happened(request.events).map((step, index, all) => {
    // A note is no step of the request: it took no time, and the next step did not wait for it.
    if (step.kind === "noted") return step;
    const before = all.slice(0, index).findLast(({ kind }) => kind !== "noted")?.at;
    return before && step.at ? { ...step, tookMs: Date.parse(step.at) - Date.parse(before) } : step;
  });
  return [...done, ...expected(request, done)];
}
