"use client";

import { type FormEvent, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { requestSetup, type SetupProblem } from "#components/setup/setup-request.ts";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

function problemText(problem: SetupProblem, t: UiTranslate): string {
  if (problem.kind === "field") return t(`setup.problem.${problem.word}`);
  return problem.kind === "unreachable"
    ? t("signIn.unreachable")
    : t("signIn.failed", { status: problem.status });
}

/** The first administrator, made with the token that the first start has printed. */
export function SetupForm() {
  const t = useTexts();
  const [token, setToken] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<SetupProblem | null>(null);

  async function create(event: FormEvent) {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const made = await requestSetup({ token: token.trim(), name: name.trim(), password });
    if (made.ok) {
      window.location.assign("/sign-in");
      return;
    }
    setPending(false);
    setProblem(made.error);
  }
  return (
    <form
      onSubmit={(event) => {
        void create(event);
      }}
      noValidate
      className="flex flex-col gap-4"
    >
      {problem ? <Alert tone="danger" title={problemText(problem, t)} role="alert" /> : null}
      <Field label={t("setup.token")} hint={t("setup.token.hint")}>
        <TextInput
          value={token}
          onChange={(event) => setToken(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field label={t("signIn.userName")}>
        <TextInput
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
        />
      </Field>
      <Field label={t("signIn.password")} hint={t("setup.password.hint")}>
        <TextInput
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="new-password"
        />
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="h-9 w-full">
        {t("setup.submit")}
      </Button>
    </form>
  );
}
