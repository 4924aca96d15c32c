import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { PREFERENCE_COOKIES, type Preferences, themeFrom } from "#components/preferences/preferences.ts";
import { systemClock } from "#lib/core/clock.ts";
import { knownTimeZone } from "#lib/format/time-zone.ts";
import { chooseLanguage } from "#lib/i18n/language.ts";
import { translator } from "#lib/i18n/translate.ts";
import { type UiTranslate, uiTexts } from "#lib/i18n/ui-texts.ts";

/** What this request's cookies and Accept-Language ask for; read once per request. */
export const requestPreferences = cache(async (): Promise<Preferences> => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const language = chooseLanguage(jar.get(PREFERENCE_COOKIES.language)?.value, sent.get("accept-language"));
  const timeZone = jar.get(PREFERENCE_COOKIES.timeZone)?.value;
  return {
    language,
    texts: uiTexts(language),
    theme: themeFrom(jar.get(PREFERENCE_COOKIES.theme)?.value),
    timeZone: knownTimeZone(timeZone),
    timeZoneKnown: timeZone !== undefined,
    renderedAtMs: systemClock.now(),
  };
});

/** Texts for server components and metadata. */
export async function requestTexts(): Promise<UiTranslate> {
  return translator((await requestPreferences()).texts);
}
