import type { Tone } from "#components/ui/tone.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

export type StatusKind = "instance" | "network-interface";
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

export const UNDER_WAY = { icon: "under-way", tone: "info", moving: true } as const;

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

const LOOKS: Record<StatusKind, Record<string, StatusLook>> = {
  instance: INSTANCE,
  "network-interface": NETWORK_INTERFACE,
};

/** Statuses are an open set: one that ECS adds tomorrow gets a neutral look and its own word. */
export function statusLook(kind: StatusKind, status: string): StatusLook {
  return lookAmong(LOOKS[kind], status);
}

export function lookAmong(looks: Readonly<Record<string, StatusLook>>, status: string): StatusLook {
  return (Object.hasOwn(looks, status) ? looks[status] : undefined) ?? { icon: "question", tone: "neutral" };
}
