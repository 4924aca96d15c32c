"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  browserTimeZone,
  rememberLanguage,
  rememberTheme,
  rememberTimeZone,
} from "#components/preferences/preference-cookies.ts";
import { usePreferences } from "#components/preferences/preferences-provider.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { UTC } from "#lib/format/time-zone.ts";

export function ThemeSwitch() {
  const { translate: t, theme } = usePreferences();
  const [chosen, setChosen] = useState(theme);
  return (
    <Segmented
      label={t("shell.theme")}
      value={chosen}
      onValueChange={(next) => {
        setChosen(next);
        rememberTheme(next);
      }}
      options={[
        { value: "system", label: t("shell.theme.system") },
        { value: "light", label: t("shell.theme.light") },
        { value: "dark", label: t("shell.theme.dark") },
      ]}
    />
  );
}

export function LanguageSwitch({ hideLabel = false }: { hideLabel?: boolean }) {
  const { translate: t, language } = usePreferences();
  const router = useRouter();
  return (
    <Segmented
      label={t("shell.language")}
      hideLabel={hideLabel}
      value={language}
      onValueChange={(next) => {
        rememberLanguage(next);
        router.refresh();
      }}
      // Each language in its own words: whoever landed in the wrong one must find the way out.
      options={[
        { value: "en", label: "English" },
        { value: "zh", label: "简体中文" },
      ]}
    />
  );
}

export function TimeZoneSwitch() {
  const { translate: t, timeZone } = usePreferences();
  const router = useRouter();
  return (
    <div>
      <Segmented
        label={t("shell.timeZone")}
        value={timeZone === UTC ? "utc" : "local"}
        onValueChange={(next) => {
          rememberTimeZone(next === "utc" ? UTC : browserTimeZone());
          router.refresh();
        }}
        options={[
          { value: "local", label: t("shell.timeZone.local") },
          { value: "utc", label: t("shell.timeZone.utc") },
        ]}
      />
      <p className="mt-1 text-ink-faint text-xs">{t("shell.timeZone.shown", { zone: timeZone })}</p>
    </div>
  );
}
