import { account as accountEn } from "#lib/i18n/en/account.ts";
import { audit as auditEn } from "#lib/i18n/en/audit.ts";
import { instance as instanceEn } from "#lib/i18n/en/instance.ts";
import { networkInterface as networkInterfaceEn } from "#lib/i18n/en/network-interface.ts";
import { people as peopleEn } from "#lib/i18n/en/people.ts";
import { request as requestEn } from "#lib/i18n/en/request.ts";
import { savedViews as savedViewsEn } from "#lib/i18n/en/saved-views.ts";
import { settings as settingsEn } from "#lib/i18n/en/settings.ts";
import { shell as shellEn } from "#lib/i18n/en/shell.ts";
import type { Language } from "#lib/i18n/language.ts";
import type { Translate } from "#lib/i18n/translate.ts";
import { account as accountZh } from "#lib/i18n/zh/account.ts";
import { audit as auditZh } from "#lib/i18n/zh/audit.ts";
import { instance as instanceZh } from "#lib/i18n/zh/instance.ts";
import { networkInterface as networkInterfaceZh } from "#lib/i18n/zh/network-interface.ts";
import { people as peopleZh } from "#lib/i18n/zh/people.ts";
import { request as requestZh } from "#lib/i18n/zh/request.ts";
import { savedViews as savedViewsZh } from "#lib/i18n/zh/saved-views.ts";
import { settings as settingsZh } from "#lib/i18n/zh/settings.ts";
import { shell as shellZh } from "#lib/i18n/zh/shell.ts";

const en = {
  ...shellEn,
  ...instanceEn,
  ...networkInterfaceEn,
  ...requestEn,
  ...auditEn,
  ...settingsEn,
  ...peopleEn,
  ...accountEn,
  ...savedViewsEn,
};

/** Every text the pages use; the browser is handed the one language it needs. */
export type UiTexts = Readonly<Record<keyof typeof en, string>>;
export type UiTranslate = Translate<keyof typeof en>;

const zh: UiTexts = {
  ...shellZh,
  ...instanceZh,
  ...networkInterfaceZh,
  ...requestZh,
  ...auditZh,
  ...settingsZh,
  ...peopleZh,
  ...accountZh,
  ...savedViewsZh,
};

export function uiTexts(language: Language): UiTexts {
  return language === "zh" ? zh : en;
}
