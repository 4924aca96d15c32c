import type { Tone } from "#components/ui/tone.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

export type StatusKind = "instance" | "network-interface" | "request";
type TextKey = Parameters<UiTranslate>[0];

/** Shapes differ as well as colours, so that a state is known without seeing colour. */
export type StatusIcon =
  | "under-way"
  | "check"
  | "minus"
  | "dashed"
  | "dot"
  | "slash"
  | "cross"
  | "question"
  | "triangle"
  | "exclamation";

export interface StatusLook {
  icon: StatusIcon;
  tone: Tone;
  /** Something is under way: the icon turns. */
  moving?: true;
  /** Missing for a status nobody told us about: it is shown as ECS spells it. */
  text?: TextKey;
}

const UNDER_WAY = { icon: "under-way", tone: "info", moving: true } as const;

const INSTANCE: Record<string, StatusLook> = {
  Pending: { ...UNDER_WAY, text: "status.instance.Pending" },
  Starting: { ...UNDER_WAY, text: "status.instance.Starting" },
  Running: { icon: "check", tone: "success", text: "status.instance.Running" },
  Stopping: { ...UNDER_WAY, text: "status.instance.Stopping" },
  Stopped: { icon: "minus", tone: "neutral", text: "status.instance.Stopped" },
};

const NETWORK_INTERFACE: Record<string, StatusLook> = {
  Creating: { ...UNDER_WAY, text: "status.eni.Creating" },
  Available: { icon: "dashed", tone: "neutral", text: "status.eni.Available" },
  Attaching: { ...UNDER_WAY, text: "status.eni.Attaching" },
  InUse: { icon: "check", tone: "success", text: "status.eni.InUse" },
  Detaching: { ...UNDER_WAY, text: "status.eni.Detaching" },
  Deleting: { ...UNDER_WAY, text: "status.eni.Deleting" },
  Linked: { icon: "dot", tone: "success", text: "status.eni.Linked" },
  Linking: { ...UNDER_WAY, text: "status.eni.Linking" },
  Unlinking: { ...UNDER_WAY, text: "status.eni.Unlinking" },
};

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

const LOOKS: Record<StatusKind, Record<string, StatusLook>> = {
  instance: INSTANCE,
  "network-interface": NETWORK_INTERFACE,
  request: REQUEST,
};

/** Statuses are an open set: one that ECS adds tomorrow gets a neutral look and its own word. */
export function statusLook(kind: StatusKind, status: string): StatusLook {
  const looks = LOOKS[kind];
  return (Object.hasOwn(looks, status) ? looks[status] : undefined) ?? { icon: "question", tone: "neutral" };
}
