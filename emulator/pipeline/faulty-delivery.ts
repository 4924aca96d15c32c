import type { WireObject } from "#emulator/actions/action.ts";
import { badToken } from "#emulator/actions/paging.ts";
import type { Fault } from "#emulator/control/fault-schema.ts";
import type { EmulatedCloud } from "#emulator/emulated-cloud.ts";
import { EcsError, ecsError, isEcsErrorCode } from "#emulator/errors/ecs-error.ts";
import type { RequestContext } from "#emulator/pipeline/context.ts";
import type { Delivery } from "#emulator/pipeline/deliver.ts";
import { type Answer, serialiseAnswer } from "#emulator/pipeline/serialise.ts";

type Stages = {
  readonly cloud: EmulatedCloud;
  readonly context: RequestContext;
  readonly actionName: string;
  /** Validates, authorises and runs the action; throws its refusal. */
  readonly carryOut: () => WireObject;
  readonly answered: (body: WireObject) => Delivery;
  readonly refuse: (error: unknown) => Delivery;
};

/** The statuses 4xx and 5xx of a code that is not in the catalogue must be given with the fault; this is what it is otherwise. */
const STATUS_OF_UNKNOWN_CODE = 400;

/** Ends a call as a fault demands. A refusal of the action itself still comes first where the action is carried out. */
export async function deliverWithFault(fault: Fault, stages: Stages): Promise<Delivery> {
  switch (fault.kind) {
    case "error":
      if (fault.applied) stages.carryOut();
      return stages.refuse(faultError(fault));
    case "throttle":
      return stages.refuse(ecsError("Throttling.User", { retryAfterMs: fault.retryAfterMs }));
    case "page-token-expired":
      if (!stages.context.params.get("NextToken")) return stages.answered(stages.carryOut());
      return stages.refuse(badToken());
    case "drop-before":
      return { kind: "drop" };
    case "drop-after":
      stages.carryOut();
      return { kind: "drop" };
    case "hang":
      if (fault.applied) stages.carryOut();
      return { kind: "hang" };
    case "apply-late":
      await new Promise<void>((resolve) => stages.cloud.clock.after(fault.ms, resolve));
      return stages.answered(stages.carryOut());
    case "truncate":
      return truncated(stages.answered(stages.carryOut()), fault.reset ?? false);
    case "html":
      if (fault.applied) stages.carryOut();
      return { kind: "answer", answer: htmlPage(fault.httpStatus ?? 502) };
    case "no-request-id":
      return withoutRequestId(stages);
    case "duplicate-request-id":
      return withRequestIdOf(stages);
    case "content-type":
      return withContentType(stages.answered(stages.carryOut()), fault.value ?? "text/plain");
    case "slow-body":
      return slowed(stages.answered(stages.carryOut()), fault.ms);
    case "redirect":
      return {
        kind: "answer",
        answer: { httpStatus: 307, contentType: "", headers: { location: fault.to }, body: "" },
      };
    case "latency":
    case "stuck":
    case "stale-reads":
    case "page-repeat":
    case "page-omit":
      return stages.answered(stages.carryOut());
  }
}

function faultError(fault: Extract<Fault, { kind: "error" }>): EcsError {
  const { code, httpStatus, message } = fault;
  if (!isEcsErrorCode(code)) {
    return new EcsError(
      httpStatus ?? STATUS_OF_UNKNOWN_CODE,
      code,
      message ?? `The emulator was told to answer ${code}.`,
    );
  }
  return ecsError(code, { ...(httpStatus ? { httpStatus } : {}), ...(message ? { message } : {}) });
}

function truncated(delivery: Delivery, isReset: boolean): Delivery {
  if (delivery.kind !== "answer") return delivery;
  const { answer } = delivery;
  if (isReset) return { kind: "broken-answer", answer };
  return {
    kind: "answer",
    answer: { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) },
  };
}

function withoutRequestId({ context, actionName, carryOut }: Stages): Delivery {
  return { kind: "answer", answer: serialiseAnswer(context.format, actionName, carryOut(), undefined) };
}

/** The call before this one, whoever made it; the first call of all keeps its own. */
function withRequestIdOf({ cloud, context, actionName, carryOut }: Stages): Delivery {
  const own = context.requestId;
  const previous = cloud.journal.before(own)?.requestId ?? own;
  return { kind: "answer", answer: serialiseAnswer(context.format, actionName, carryOut(), previous) };
}

function withContentType(delivery: Delivery, contentType: string): Delivery {
  return delivery.kind === "answer" ? { ...delivery, answer: { ...delivery.answer, contentType } } : delivery;
}

function slowed(delivery: Delivery, ms: number): Delivery {
  return delivery.kind === "answer" ? { kind: "slow-answer", answer: delivery.answer, ms } : delivery;
}

function htmlPage(httpStatus: number): Answer {
  const body = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";
  return { httpStatus, contentType: "text/html", headers: {}, body };
}
