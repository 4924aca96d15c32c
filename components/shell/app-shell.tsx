import type { ReactNode } from "react";
import { MeProvider } from "#components/preferences/preferences-provider.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { EmergencyBanner } from "#components/shell/emergency-banner.tsx";
import { JumpButton } from "#components/shell/jump-button.tsx";
import { LogoMark } from "#components/shell/logo.tsx";
import { LogoLink } from "#components/shell/logo-link.tsx";
import { MainNavigation } from "#components/shell/main-navigation.tsx";
import { ModeStatus } from "#components/shell/mode-status.tsx";
import { ObserveOnlyBanner } from "#components/shell/observe-only-banner.tsx";
import { SendingBanner } from "#components/shell/sending-banner.tsx";
import { MAIN_ID, SkipLink } from "#components/shell/skip-link.tsx";
import { UserMenu } from "#components/shell/user-menu.tsx";
import { Toaster } from "#components/ui/toast.tsx";
import type { Me, Mode } from "#lib/contract/session.ts";

interface AppShellProps {
  children: ReactNode;
  me: Me;
  mode: Mode;
  observeOnly: boolean;
}

/** The frame around every page of a signed-in person. */
export async function AppShell({ children, me, mode, observeOnly }: AppShellProps) {
  const t = await requestTexts();
  return (
    <MeProvider me={me}>
      <SkipLink label={t("shell.skip")} />
      <div className="min-h-dvh md:grid md:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
        <div className="contents md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-line md:border-r md:bg-sunken print:hidden">
          <LogoLink>
            <LogoMark className="size-6 shrink-0" />
            <span className="hidden lg:inline">{t("app.name")}</span>
          </LogoLink>
          <MainNavigation />
        </div>
        <div className="desk-page flex min-w-0 flex-col">
          <header
            data-print="none"
            className="sticky top-0 z-20 border-line border-b bg-canvas/85 backdrop-blur-md"
          >
            <div className="flex h-13 items-center gap-2 px-4 md:gap-3 md:px-6">
              <LogoMark className="size-6 shrink-0 md:hidden" />
              <div className="min-w-0 md:flex-1">
                <JumpButton />
              </div>
              <div className="ml-auto flex min-w-0 items-center gap-2">
                {mode === "emulator" ? <ModeStatus label={t("shell.mode.emulator")} /> : null}
                <UserMenu />
              </div>
            </div>
            {observeOnly ? <ObserveOnlyBanner t={t} /> : null}
            {me.emergency ? <EmergencyBanner t={t} /> : null}
            <SendingBanner initial={me.sending} />
          </header>
          <main
            id={MAIN_ID}
            tabIndex={-1}
            className="mx-auto w-full min-w-0 max-w-[100rem] flex-1 px-4 pt-4 pb-24 md:px-6 md:pt-6 md:pb-12"
          >
            {children}
          </main>
        </div>
      </div>
      <Toaster />
    </MeProvider>
  );
}
