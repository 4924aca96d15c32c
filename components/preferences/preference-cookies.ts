import { PREFERENCE_COOKIES, type Theme } from "#components/preferences/preferences.ts";
import type { Language } from "#lib/i18n/language.ts";

const YEAR_S = 31_536_000;

/** Preferences hold nothing secret, so the page writes them itself; Lax keeps them out of cross-site subrequests. */
function remember(name: string, value: string, maxAgeS: number): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context, plain-HTTP loopback names other than localhost have none
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAgeS}; SameSite=Lax${secure}`;
}

export function rememberLanguage(language: Language): void {
  remember(PREFERENCE_COOKIES.language, language, YEAR_S);
}

/** Applies at once: the server's next answer says the same. */
export function rememberTheme(theme: Theme): void {
  if (theme === "system") {
    remember(PREFERENCE_COOKIES.theme, "", 0);
    delete document.documentElement.dataset.theme;
  } else {
    remember(PREFERENCE_COOKIES.theme, theme, YEAR_S);
    document.documentElement.dataset.theme = theme;
  }
}

export function rememberTimeZone(timeZone: string): void {
  remember(PREFERENCE_COOKIES.timeZone, timeZone, YEAR_S);
}

export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
