import type { Metadata } from "next";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { SetupForm } from "#components/setup/setup-form.tsx";
import { LogoMark } from "#components/shell/logo.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("setup.title") };
}

/** Open to everyone and worth nothing without the token; whether one is still open is not told. */
export default async function SetupPage() {
  const t = await requestTexts();
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[26rem] flex-col justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-3 px-1">
        <LogoMark className="size-9 shrink-0" />
        <p className="font-semibold text-ink text-lg tracking-tight">{t("app.name")}</p>
      </div>
      <div className="rounded-xl border border-line bg-surface p-6 shadow-xs">
        <h1 className="font-semibold text-ink text-xl tracking-tight">{t("setup.title")}</h1>
        <p className="mt-1 mb-5 text-ink-muted text-sm">{t("setup.body")}</p>
        <SetupForm />
      </div>
    </main>
  );
}
