"use client";

import type { RefObject } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { Preflight } from "#lib/contract/requests.ts";

interface StepUpFieldProps {
  by: NonNullable<Preflight["stepUp"]>;
  password: string;
  onPassword: (password: string) => void;
  /** In words; undefined while nothing is wrong. */
  problem: string | undefined;
  passwordRef: RefObject<HTMLInputElement | null>;
}

/** Asks the person to prove who they are, in place: whatever they have typed stays as it is. */
export function StepUpField({ by, password, onPassword, problem, passwordRef }: StepUpFieldProps) {
  const t = useTexts();
  return (
    <Alert tone="info" title={t("stepUp.title")}>
      <p>{t("stepUp.body")}</p>
      {by === "password" ? (
        <div className="mt-2">
          <Field label={t("stepUp.password")} error={problem}>
            <TextInput
              ref={passwordRef}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={({ target }) => onPassword(target.value)}
            />
          </Field>
        </div>
      ) : (
        <p className="mt-1">
          <a
            href="/sign-in?again=1"
            target="_blank"
            rel="noreferrer"
            className="font-medium text-accent-text underline underline-offset-2"
          >
            {t("stepUp.provider")}
          </a>{" "}
          {t("stepUp.provider.hint")}
        </p>
      )}
    </Alert>
  );
}
