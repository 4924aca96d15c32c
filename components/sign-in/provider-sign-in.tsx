"use client";

import { type ReactNode, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { returnPath } from "#components/sign-in/return-path.ts";
import { signInAtProvider } from "#components/sign-in/session-requests.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";

const FAILURES = ["unreachable", "refused", "no-role", "cannot-be-recorded"] as const;

interface ProviderSignInProps {
  /** The host of the issuer. */
  provider: string;
  callbackUrl: string | undefined;
  /** The person is signed in and is to prove again who they are. */
  again: boolean;
  /** What the last try came to, out of the address. */
  failed: string | string[] | undefined;
  /** The form for local accounts. */
  children: ReactNode;
}

/** Sign-in with the identity provider, and folded below it the local accounts, which work when it does not. */
export function ProviderSignIn({ provider, callbackUrl, again, failed, children }: ProviderSignInProps) {
  const t = useTexts();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState(FAILURES.find((each) => each === failed));

  async function go() {
    setPending(true);
    const back = again ? "/account" : returnPath(callbackUrl, window.location.origin);
    const begun = await signInAtProvider(back, again);
    if (begun.ok) {
      window.location.assign(begun.value);
      return;
    }
    setPending(false);
    setProblem("unreachable");
  }
  return (
    <div className="flex flex-col gap-4">
      {problem ? <Alert tone="danger" role="alert" title={t(`signIn.provider.${problem}`)} /> : null}
      <Button
        variant="primary"
        pending={pending}
        className="h-9 w-full"
        onClick={() => {
          void go();
        }}
      >
        {t(again ? "signIn.provider.again" : "signIn.provider", { provider })}
      </Button>
      {again ? null : (
        <details className="border-line border-t pt-3">
          <summary className="cursor-pointer text-ink-muted text-sm">{t("signIn.provider.local")}</summary>
          <p className="mt-2 mb-3 text-ink-muted text-xs">{t("signIn.provider.local.hint")}</p>
          {children}
        </details>
      )}
    </div>
  );
}
