"use client";

import { type FormEvent, useRef, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { DemoAccountList } from "#components/sign-in/demo-account-list.tsx";
import type { DemoAccount } from "#components/sign-in/demo-accounts.ts";
import { returnPath } from "#components/sign-in/return-path.ts";
import { type SignInFailure, signIn } from "#components/sign-in/session-requests.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { duration } from "#lib/format/duration.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

interface SignInFormProps {
  callbackUrl: string | undefined;
  demoAccounts: readonly DemoAccount[];
}

export function SignInForm({ callbackUrl, demoAccounts }: SignInFormProps) {
  const t = useTexts();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Read when they are sent: what a person or a password manager fills in before the page is ready stays.
  const nameInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const submit = useRef<HTMLButtonElement>(null);

  async function enter(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    const name = nameInput.current?.value.trim() ?? "";
    const password = passwordInput.current?.value ?? "";
    if (!name || !password) {
      setProblem(t("signIn.missing"));
      return;
    }
    setPending(true);
    setProblem(null);
    const entered = await signIn({ name, password });
    if (entered.ok) {
      window.location.assign(returnPath(callbackUrl, window.location.origin));
      return;
    }
    setPending(false);
    setProblem(failureText(entered.error, t));
    passwordInput.current?.focus();
    passwordInput.current?.select();
  }
  function fill(account: DemoAccount) {
    if (nameInput.current) nameInput.current.value = account.name;
    if (passwordInput.current) passwordInput.current.value = account.password;
    setProblem(null);
    submit.current?.focus();
  }
  return (
    <>
      <form
        onSubmit={(event) => {
          void enter(event);
        }}
        // Before the page is ready a browser would send it itself, and must not put a password into an address.
        method="post"
        noValidate
        className="flex flex-col gap-4"
      >
        {problem ? <Alert tone="danger" title={problem} role="alert" /> : null}
        <Field label={t("signIn.userName")}>
          <TextInput
            ref={nameInput}
            name="name"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            className="h-9"
          />
        </Field>
        <Field label={t("signIn.password")}>
          <TextInput
            ref={passwordInput}
            name="password"
            type="password"
            autoComplete="current-password"
            className="h-9"
          />
        </Field>
        <Button ref={submit} type="submit" variant="primary" pending={pending} className="h-9 w-full">
          {t("signIn.submit")}
        </Button>
      </form>
      {demoAccounts.length > 0 ? <DemoAccountList accounts={demoAccounts} onChoose={fill} /> : null}
    </>
  );
}

function failureText(failure: SignInFailure, t: UiTranslate): string {
  switch (failure.kind) {
    case "wrong":
      return t("signIn.wrong");
    case "unreachable":
      return t("signIn.unreachable");
    case "failed":
      return t("signIn.failed", { status: failure.status });
    case "too-many":
      return failure.retryAfterS === null
        ? t("signIn.tooMany.unknown")
        : t("signIn.tooMany", { time: waitingTime(failure.retryAfterS) });
  }
}

/** Whole seconds under a minute, minutes and seconds above. */
function waitingTime(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : duration(seconds * 1_000);
}
