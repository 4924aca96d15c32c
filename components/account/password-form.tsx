"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { passwordWords } from "#components/account/password-words.ts";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { changeOwnPassword } from "#lib/client/account.ts";
import { asApiFailure } from "#lib/client/api-failure.ts";

/** A new password for the present one. Ends the person's other sessions, and says so before. */
export function PasswordForm({ name }: { name: string }) {
  const t = useTexts();
  const client = useQueryClient();
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({ mutationFn: changeOwnPassword, retry: false });
  const problem = change.isError ? asApiFailure(change.error).problem : null;
  const refused = problem?.issues?.find(({ path }) => path === "next")?.message;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (change.isPending) return;
    change.mutate(
      { present, next },
      {
        onSuccess: () => {
          setPresent("");
          setNext("");
          void client.invalidateQueries({ queryKey: ["account"] });
          showToast({ id: "account", tone: "success", title: t("account.password.changed") });
        },
      },
    );
  }
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      {change.isError && refused === undefined && problem?.type !== "wrong-password" ? (
        <FailureAlert failure={change.error} />
      ) : null}
      <input type="hidden" name="username" autoComplete="username" value={name} readOnly />
      <Field
        label={t("account.password.present")}
        error={problem?.type === "wrong-password" ? problem.title : undefined}
      >
        <TextInput
          type="password"
          autoComplete="current-password"
          value={present}
          onChange={({ target }) => setPresent(target.value)}
        />
      </Field>
      <Field
        label={t("account.password.next")}
        hint={t("setup.password.hint")}
        error={refused === undefined ? undefined : passwordWords(refused, t)}
      >
        <TextInput
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={({ target }) => setNext(target.value)}
        />
      </Field>
      <p className="text-ink-muted text-xs">{t("account.password.ends")}</p>
      <Button
        type="submit"
        variant="primary"
        pending={change.isPending}
        disabled={present === "" || next === ""}
      >
        {t("account.password.change")}
      </Button>
    </form>
  );
}
