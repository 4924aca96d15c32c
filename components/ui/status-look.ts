import { CircleHelp, type Icon, LoaderCircle } from "#components/ui/icons.tsx";
import type { Tone } from "#components/ui/tone.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

type TextKey = Parameters<UiTranslate>[0];

export interface StatusLook {
  /** Shapes differ as well as colours, so that a state is known without seeing colour. */
  icon: Icon;
  tone: Tone;
  /** Something is under way: the icon turns. */
  moving?: true;
  /** Missing for a status nobody told us about: it is shown as ECS spells it. */
  text?: TextKey;
}

export const UNDER_WAY = { icon: LoaderCircle, tone: "info", moving: true } as const;

/** Statuses are an open set: one that ECS adds tomorrow gets a neutral look and its own word. */
export function lookAmong(looks: Readonly<Record<string, StatusLook>>, status: string): StatusLook {
  return (Object.hasOwn(looks, status) ? looks[status] : undefined) ?? { icon: CircleHelp, tone: "neutral" };
}
