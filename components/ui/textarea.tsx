"use client";

import type { ComponentProps } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { CONTROL_STYLE } from "#components/ui/control-style.ts";
import { fieldAttributes, useField } from "#components/ui/field-ids.ts";

/** Grows with what is written where the browser can, up to half the window. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...fieldAttributes(useField())}
      {...rest}
      rows={rows}
      className={classNames(
        CONTROL_STYLE,
        "field-sizing-content max-h-[50dvh] min-h-18 resize-y px-2.5 py-1.5",
        className,
      )}
    />
  );
}
