import { CircleAlert, CircleCheck, CircleDot, CircleHelp, TriangleAlert } from "#components/ui/icons.tsx";
import { CircleMinus, CircleSlash, CircleX } from "#components/ui/more-icons.tsx";
import { lookAmong, type StatusLook, UNDER_WAY } from "#components/ui/status-look.ts";

const REQUEST: Record<string, StatusLook> = {
  recorded: { icon: CircleDot, tone: "neutral", text: "status.request.recorded" },
  sending: { ...UNDER_WAY, text: "status.request.sending" },
  accepted: { ...UNDER_WAY, text: "status.request.accepted" },
  detached: { icon: CircleCheck, tone: "success", text: "status.request.detached" },
  attached: { icon: CircleCheck, tone: "success", text: "status.request.attached" },
  "not-attached": { icon: CircleMinus, tone: "warning", text: "status.request.not-attached" },
  blocked: { icon: CircleSlash, tone: "warning", text: "status.request.blocked" },
  refused: { icon: CircleX, tone: "danger", text: "status.request.refused" },
  "still-attached": { icon: CircleMinus, tone: "warning", text: "status.request.still-attached" },
  gone: { icon: CircleSlash, tone: "neutral", text: "status.request.gone" },
  "not-sent": { icon: CircleMinus, tone: "neutral", text: "status.request.not-sent" },
  "not-followed": { icon: CircleMinus, tone: "neutral", text: "status.request.not-followed" },
  unknown: { icon: CircleHelp, tone: "warning", text: "status.request.unknown" },
  stuck: { icon: TriangleAlert, tone: "danger", text: "status.request.stuck" },
  "needs-attention": { icon: CircleAlert, tone: "danger", text: "status.request.needs-attention" },
};

/** How the state of a request looks; apart from the others, because lists of instances and ENIs show none. */
export function requestLook(state: string): StatusLook {
  return lookAmong(REQUEST, state);
}
