"use client";

import type { ComponentProps } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { CONTROL_HEIGHT, CONTROL_STYLE } from "#components/ui/control-style.ts";
import { fieldAttributes, useField } from "#components/ui/field-ids.ts";

/** Takes name, description and validity from the `Field` around it. */
export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return (
    <input
      {...fieldAttributes(useField())}
      {...rest}
      type={type}
      className={classNames(CONTROL_STYLE, CONTROL_HEIGHT, className)}
    />
  );
}
