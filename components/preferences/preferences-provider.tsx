"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, use, useEffect, useMemo } from "react";
import { browserTimeZone, rememberTimeZone } from "#components/preferences/preference-cookies.ts";
import type { Preferences } from "#components/preferences/preferences.ts";
import type { Me } from "#lib/contract/session.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

interface PreferencesValue extends Preferences {
  translate: UiTranslate;
}

const PreferencesContext = createContext<PreferencesValue | null>(null);
const MeContext = createContext<Me | null>(null);

/** In the root layout, so that sign-in and error pages speak the same language as the rest. */
export function PreferencesProvider({ children, ...preferences }: Preferences & { children: ReactNode }) {
  const { language, texts, theme, timeZone, timeZoneKnown, renderedAtMs } = preferences;
  const router = useRouter();
  useEffect(() => {
    if (timeZoneKnown) return;
    rememberTimeZone(browserTimeZone());
    router.refresh();
  }, [timeZoneKnown, router]);
  const value = useMemo(
    () => ({
      language,
      texts,
      theme,
      timeZone,
      timeZoneKnown,
      renderedAtMs,
      translate: translator(texts),
    }),
    [language, texts, theme, timeZone, timeZoneKnown, renderedAtMs],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

/** Around everything a signed-in person sees; AppShell puts it there. */
export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

export function usePreferences(): PreferencesValue {
  const value = use(PreferencesContext);
  if (!value) throw new Error("PreferencesProvider is missing above this component");
  return value;
}

export function useTexts(): UiTranslate {
  return usePreferences().translate;
}

export function useTimeZone(): string {
  return usePreferences().timeZone;
}

/** The signed-in person. Throws outside the signed-in area, where there is none. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("AppShell is missing above this component");
  return me;
}
