import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { PreferencesProvider } from "#components/preferences/preferences-provider.tsx";
import { requestPreferences, requestTexts } from "#components/preferences/request-preferences.ts";
import { LANGUAGE_TAGS } from "#lib/i18n/language.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTexts();
  return {
    title: { default: t("app.name"), template: `%s · ${t("app.name")}` },
    description: t("app.description"),
    robots: { index: false, follow: false },
    referrer: "same-origin",
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/**
 * Reads the request's headers and cookies, so nothing below is ever prerendered: a page made at build time
 * could not carry the nonce that its scripts need.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await requestPreferences();
  const { language, theme } = preferences;
  return (
    <html lang={LANGUAGE_TAGS[language]} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <PreferencesProvider {...preferences}>{children}</PreferencesProvider>
      </body>
    </html>
  );
}
