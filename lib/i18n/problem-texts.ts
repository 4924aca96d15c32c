import { problem as en } from "#lib/i18n/en/problem.ts";
import type { Language } from "#lib/i18n/language.ts";
import { type Translate, translator } from "#lib/i18n/translate.ts";
import { problem as zh } from "#lib/i18n/zh/problem.ts";

/** The words of our API's problems and of failed reads. Used on the server. */
export function problemTexts(language: Language): Translate<keyof typeof en> {
  return translator<keyof typeof en>(language === "zh" ? zh : en);
}
