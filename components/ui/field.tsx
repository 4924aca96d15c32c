"use client";

import { type ReactNode, useId } from "react";
import { FieldContext } from "#components/ui/field-ids.ts";
import { CircleAlert } from "#components/ui/icons.tsx";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and how to correct it; shown in place of nothing, beside the hint. */
  error?: string | undefined;
  required?: boolean | undefined;
  /** One control of this folder: it takes its id and description from here. */
  children: ReactNode;
}

export function Field({ label, hint, error, required = false, children }: FieldProps) {
  const id = useId();
  const describedBy =
    [hint ? `${id}hint` : "", error ? `${id}error` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className="min-w-0">
        <label htmlFor={id} className="mb-1 block font-medium text-ink text-sm">
          {label}
          {required ? (
            <span aria-hidden className="ml-0.5 text-danger-text">
              *
            </span>
          ) : null}
        </label>
        {children}
        {hint ? (
          <p id={`${id}hint`} className="mt-1 text-ink-faint text-xs">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={`${id}error`} className="mt-1 flex items-start gap-1 text-danger-text text-xs">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {error}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}
