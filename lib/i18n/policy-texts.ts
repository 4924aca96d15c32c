import { policy as en } from "#lib/i18n/en/policy.ts";
import type { Language } from "#lib/i18n/language.ts";
import { type Translate, translator } from "#lib/i18n/translate.ts";
import { policy as zh } from "#lib/i18n/zh/policy.ts";

/** The words for blockers, warnings and dependencies. Used on the server; rows carry them ready-made. */
export function policyTexts(language: Language): Translate<keyof typeof en> {
  return translator<keyof typeof en>(language === "zh" ? zh : en);
}
