import { lookAmong, type StatusLook, UNDER_WAY } from "#components/ui/status-look.ts";

const REQUEST: Record<string, StatusLook> = {
  recorded: { icon: "dot", tone: "neutral", text: "status.request.recorded" },
  sending: { ...UNDER_WAY, text: "status.request.sending" },
  accepted: { ...UNDER_WAY, text: "status.request.accepted" },
  detached: { icon: "check", tone: "success", text: "status.request.detached" },
  attached: { icon: "check", tone: "success", text: "status.request.attached" },
  "not-attached": { icon: "minus", tone: "warning", text: "status.request.not-attached" },
  blocked: { icon: "slash", tone: "warning", text: "status.request.blocked" },
  refused: { icon: "cross", tone: "danger", text: "status.request.refused" },
  "still-attached": { icon: "minus", tone: "warning", text: "status.request.still-attached" },
  gone: { icon: "slash", tone: "neutral", text: "status.request.gone" },
  "not-sent": { icon: "minus", tone: "neutral", text: "status.request.not-sent" },
  "not-followed": { icon: "minus", tone: "neutral", text: "status.request.not-followed" },
  unknown: { icon: "question", tone: "warning", text: "status.request.unknown" },
  stuck: { icon: "triangle", tone: "danger", text: "status.request.stuck" },
  "needs-attention": { icon: "exclamation", tone: "danger", text: "status.request.needs-attention" },
};

/** How the state of a request looks; apart from the others, because lists of instances and ENIs show none. */
export function requestLook(state: string): StatusLook {
  return lookAmong(REQUEST, state);
}
