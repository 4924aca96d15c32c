"use client";

import type { RefObject } from "react";
import type { WordsProblems } from "#components/network-interface/ask-words.ts";
import type { AskWords } from "#components/network-interface/use-send.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

interface AskFieldsProps {
  words: AskWords;
  onWordsChange: (words: AskWords) => void;
  /** The address to type; null in the tier that asks for none. */
  address: string | null;
  /** What is said of the ticket; null where none is asked for. */
  ticketHint: string | null;
  problems: WordsProblems | null;
  /** Sent without an answer: what was sent may not change any more. */
  locked: boolean;
  reasonRef: RefObject<HTMLTextAreaElement | null>;
  confirmationRef: RefObject<HTMLInputElement | null>;
}

export function AskFields({
  words,
  onWordsChange,
  address,
  ticketHint,
  problems,
  locked,
  reasonRef,
  confirmationRef,
}: AskFieldsProps) {
  const t = useTexts();
  return (
    <div className="space-y-3">
      <Field
        label={t("detach.reason")}
        hint={t("detach.reasonHint")}
        error={problems?.reason ? t("detach.reasonShort") : undefined}
      >
        <Textarea
          ref={reasonRef}
          rows={2}
          maxLength={1000}
          aria-required
          readOnly={locked}
          value={words.reason}
          onChange={(event) => onWordsChange({ ...words, reason: event.target.value })}
          className="min-h-14!"
        />
      </Field>
      {ticketHint === null ? null : (
        <Field label={t("detach.ticket")} hint={ticketHint}>
          <TextInput
            maxLength={100}
            autoComplete="off"
            readOnly={locked}
            value={words.ticket}
            onChange={(event) => onWordsChange({ ...words, ticket: event.target.value })}
          />
        </Field>
      )}
      {address === null ? null : (
        <Field
          label={t("detach.confirm")}
          hint={t("detach.confirmHint", { address })}
          error={problems?.confirmation ? t("detach.confirmWrong", { address }) : undefined}
        >
          <TextInput
            ref={confirmationRef}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-required
            readOnly={locked}
            value={words.confirmation}
            onChange={(event) => onWordsChange({ ...words, confirmation: event.target.value })}
            className="font-mono"
          />
        </Field>
      )}
    </div>
  );
}
