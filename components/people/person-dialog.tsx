"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { DutyWarning } from "#components/people/duty-warning.tsx";
import { draftsOf, grantOf } from "#components/people/role-draft.ts";
import { RolesEditor } from "#components/people/roles-editor.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { asApiFailure } from "#lib/client/api-failure.ts";
import { createPerson, setGrants } from "#lib/client/people.ts";
import type { User } from "#lib/contract/people.ts";

interface PersonDialogProps {
  /** The person whose roles are changed; null to make a new one. */
  person: User | null;
  onClose: () => void;
  /** A new person's password, which is told once. */
  onPassword: (made: { name: string; password: string }) => void;
}

export function PersonDialog({ person, onClose, onPassword }: PersonDialogProps) {
  const t = useTexts();
  const formId = useId();
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(person?.name ?? "");
  const [displayName, setDisplayName] = useState("");
  const [drafts, setDrafts] = useState(draftsOf(person?.grants ?? [{ role: "viewer", scope: null }]));
  const [tried, setTried] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const save = useMutation({ mutationFn: person ? setGrants : createPerson, retry: false });
  const problem = save.isError ? asApiFailure(save.error).problem : undefined;
  const duties = problem?.type === "duties-mixed" ? (problem.warnings ?? []) : [];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    setTried(true);
    const grants = drafts.flatMap((draft) => grantOf(draft, t).grant ?? []);
    if (grants.length < drafts.length) return;
    const shown = displayName.trim();
    const draft = {
      name: name.trim(),
      grants,
      dutiesAccepted: accepted,
      ...(shown && { displayName: shown }),
    };
    save.mutate(draft, {
      onSuccess: (made) => {
        void client.invalidateQueries({ queryKey: ["users"] });
        const title = t(person ? "people.saved" : "people.created", { name: made.name });
        showToast({ id: "people", tone: "success", title });
        if (made.password) onPassword({ name: made.name, password: made.password });
        onClose();
      },
    });
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={person ? t("people.edit.title", { name: person.name }) : t("people.new")}
      size="lg"
      initialFocus={person ? undefined : first}
      footer={
        <>
          <Button onClick={onClose}>{t("people.cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" pending={save.isPending}>
            {t(person ? "people.save" : "people.create")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        {save.isError && duties.length === 0 ? <FailureAlert failure={save.error} /> : null}
        {person ? null : (
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label={t("people.name")} hint={t("people.name.hint")}>
              <TextInput
                ref={first}
                value={name}
                onChange={({ target }) => setName(target.value)}
                autoCapitalize="off"
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
            <Field label={t("people.displayName")}>
              <TextInput
                value={displayName}
                maxLength={100}
                onChange={({ target }) => setDisplayName(target.value)}
              />
            </Field>
          </div>
        )}
        <RolesEditor drafts={drafts} onChange={(next) => setDrafts([...next])} showProblems={tried} />
        {duties.length > 0 ? (
          <DutyWarning warnings={duties} accepted={accepted} onAccept={setAccepted} />
        ) : null}
      </form>
    </Dialog>
  );
}
