"use client";

import type { ComponentProps } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { CONTROL_HEIGHT, CONTROL_STYLE } from "#components/ui/control-style.ts";
import { fieldAttributes, useField } from "#components/ui/field-ids.ts";
import { ChevronDown } from "#components/ui/icons.tsx";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps extends Omit<ComponentProps<"select">, "children" | "multiple"> {
  options: readonly SelectOption[];
}

/** The browser's own select: the best one there is on a phone and for a screen reader. */
export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <span className={classNames("relative block", className)}>
      <select
        {...fieldAttributes(useField())}
        {...rest}
        className={classNames(CONTROL_STYLE, CONTROL_HEIGHT, "appearance-none truncate pr-8")}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-ink-faint"
      />
    </span>
  );
}
