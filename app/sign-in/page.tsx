import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LanguageSwitch } from "#components/preferences/preference-switches.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { LogoMark } from "#components/shell/logo.tsx";
import { ModeStatus } from "#components/shell/mode-status.tsx";
import { DEMO_ACCOUNTS } from "#components/sign-in/demo-accounts.ts";
import { ProviderSignIn } from "#components/sign-in/provider-sign-in.tsx";
import { returnPath } from "#components/sign-in/return-path.ts";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";
import { signInContext } from "#lib/http/sign-in-context.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTexts();
  return { title: t("signIn.title") };
}

interface SignInPageProps {
  searchParams: Promise<{ callbackUrl?: string | string[]; again?: string; failed?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const [{ mode, demo, signedIn, provider }, t, query] = await Promise.all([
    signInContext(),
    requestTexts(),
    searchParams,
  ]);
  const callbackUrl = Array.isArray(query.callbackUrl) ? query.callbackUrl[0] : query.callbackUrl;
  const again = provider !== null && query.again === "1";
  if (signedIn && !again) redirect(returnPath(callbackUrl));
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[26rem] flex-col justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-3 px-1">
        <LogoMark className="size-9 shrink-0" />
        <div className="min-w-0">
          <p className="font-semibold text-ink text-lg tracking-tight">{t("app.name")}</p>
          <p className="text-ink-muted text-xs">{t("app.tagline")}</p>
        </div>
      </div>
      <div className="rounded-xl border border-line bg-surface p-6 shadow-xs">
        <div className="mb-5 flex flex-wrap items-center justify-between gap-2">
          <h1 className="font-semibold text-ink text-xl tracking-tight">{t("signIn.title")}</h1>
          {mode === "emulator" ? <ModeStatus label={t("shell.mode.emulator")} /> : null}
        </div>
        {provider === null ? (
          <SignInForm callbackUrl={callbackUrl} demoAccounts={demo ? DEMO_ACCOUNTS : []} />
        ) : (
          <ProviderSignIn provider={provider} callbackUrl={callbackUrl} again={again} failed={query.failed}>
            <SignInForm callbackUrl={callbackUrl} demoAccounts={demo ? DEMO_ACCOUNTS : []} />
          </ProviderSignIn>
        )}
      </div>
      <div className="mt-5 self-center">
        <LanguageSwitch hideLabel />
      </div>
    </main>
  );
}
