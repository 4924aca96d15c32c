import type { ReactNode } from "react";
import { requestPreferences } from "#components/preferences/request-preferences.ts";
import { AppShell } from "#components/shell/app-shell.tsx";
import { QueryProvider } from "#lib/client/query-provider.tsx";
import { meOf } from "#lib/http/me.ts";
import { pageViewer } from "#lib/http/page.ts";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { actor, services } = await pageViewer();
  const me = await meOf(actor, services);
  const { language } = await requestPreferences();
  return (
    <AppShell me={me} mode={me.mode} observeOnly={me.observeOnly}>
      {/* Reasons, warnings and problems come in the words of the server: another language begins with nothing read. */}
      <QueryProvider key={language}>{children}</QueryProvider>
    </AppShell>
  );
}
