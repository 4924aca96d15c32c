"use client";

import { createContext, type ReactNode, use, useId } from "react";
import { CircleAlert } from "#components/ui/icons.tsx";

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** For controls: the id, description and validity that the field around them gives. */
export function useField(): FieldIds | null {
  return use(FieldContext);
}

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

/** The attributes a control inside a field carries. */
export function fieldAttributes(field: FieldIds | null) {
  if (!field) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}
