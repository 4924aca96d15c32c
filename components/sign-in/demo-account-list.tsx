"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import type { DemoAccount } from "#components/sign-in/demo-accounts.ts";

interface DemoAccountListProps {
  accounts: readonly DemoAccount[];
  onChoose: (account: DemoAccount) => void;
}

/** The demo's accounts, each with what it may do; choosing one fills the form and leaves pressing the button to the person. */
export function DemoAccountList({ accounts, onChoose }: DemoAccountListProps) {
  const t = useTexts();
  return (
    <section aria-label={t("signIn.demo.title")} className="mt-6 border-line border-t pt-5">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 className="font-semibold text-sm">{t("signIn.demo.title")}</h2>
        <p className="text-ink-faint text-xs">
          {t("signIn.demo.body", { password: "" })}
          <code className="font-mono text-ink-muted">{accounts[0]?.password}</code>
        </p>
      </div>
      <ul className="-mx-2">
        {accounts.map((account) => (
          <li key={account.name}>
            <button
              type="button"
              onClick={() => onChoose(account)}
              className="grid w-full grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-2 rounded-md px-2 py-1.5 text-left text-sm transition-colors hover:bg-hover pointer-coarse:py-2.5"
            >
              <span className="sr-only">{t("signIn.demo.fill", { name: "" })}</span>
              <span className="font-medium text-accent-text">{account.name}</span>
              <span className="text-ink-muted text-xs">{t(`signIn.demo.${account.name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
