import type { Language } from "#lib/i18n/language.ts";
import type { UiTexts } from "#lib/i18n/ui-texts.ts";

export const THEMES = ["light", "dark"] as const;
/** `system` is the absence of a choice: no cookie, no `data-theme`. */
export type Theme = (typeof THEMES)[number] | "system";

export const PREFERENCE_COOKIES = { language: "lang", theme: "theme", timeZone: "tz" } as const;

export interface Preferences {
  language: Language;
  texts: UiTexts;
  theme: Theme;
  /** IANA name. UTC until the browser has told its own. */
  timeZone: string;
  /** False on the first visit, before the browser has told its time zone. */
  timeZoneKnown: boolean;
  /** When the server rendered this, ms since 1970: what "3 min ago" is counted from until the page is alive. */
  renderedAtMs: number;
}

/** Which theme a cookie means. */
export function themeFrom(cookie: string | undefined): Theme {
  return THEMES.find((theme) => theme === cookie) ?? "system";
}
