import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell.tsx";
import { QueryProvider } from "#lib/client/query-provider.tsx";
import { meOf } from "#lib/http/me.ts";
import { pageViewer } from "#lib/http/page.ts";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { actor, services } = await pageViewer();
  const me = meOf(actor, services);
  return (
    <AppShell me={me} mode={me.mode} observeOnly={me.observeOnly}>
      <QueryProvider>{children}</QueryProvider>
    </AppShell>
  );
}
