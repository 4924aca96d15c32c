"use client";

import { type FormEvent, useRef, useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useAddNote } from "#lib/client/request-mutations.ts";
import { noteSchema } from "#lib/contract/requests.ts";

/** As the contract has it; the browser counts alike. */
const MOST_CHARACTERS = 2_000;

/** Words for whoever reads the request later. They change nothing about it and can't be taken back. */
export function NoteForm({ requestId }: { requestId: string }) {
  const t = useTexts();
  const textRef = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [isEmpty, setIsEmpty] = useState(false);
  const add = useAddNote(requestId);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (add.isPending) return;
    const written = noteSchema.safeParse({ text });
    setIsEmpty(!written.success);
    textRef.current?.focus();
    if (!written.success) return;
    add.mutate(
      { body: written.data, idempotencyKey: crypto.randomUUID() },
      // What was written meanwhile is another note, and stays.
      { onSuccess: () => setText((now) => (now === text ? "" : now)) },
    );
  }
  return (
    <Card title={t("request.note")}>
      <form noValidate onSubmit={submit} className="space-y-3">
        {add.isError ? <FailureAlert failure={add.error} /> : null}
        <Field
          label={t("request.noteText")}
          hint={t("request.noteHint")}
          error={isEmpty ? t("request.noteEmpty") : undefined}
        >
          <Textarea
            ref={textRef}
            rows={2}
            maxLength={MOST_CHARACTERS}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setIsEmpty(false);
            }}
          />
        </Field>
        <Button type="submit" pending={add.isPending}>
          {t("request.addNote")}
        </Button>
      </form>
      <p role="status" className="sr-only">
        {add.isSuccess ? t("request.noteAdded") : ""}
      </p>
    </Card>
  );
}
