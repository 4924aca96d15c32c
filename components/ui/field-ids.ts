"use client";

import { createContext, use } from "react";

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

export const FieldContext = createContext<FieldIds | null>(null);

/** For controls: the id, description and validity that the field around them gives. */
export function useField(): FieldIds | null {
  return use(FieldContext);
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
