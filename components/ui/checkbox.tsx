"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "#components/ui/class-names.ts";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  /** For table rows: the label is read out, not shown. */
  hideLabel?: boolean;
  indeterminate?: boolean;
}

export function Checkbox({ label, hideLabel = false, indeterminate = false, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2 text-sm">
      <input
        id={id}
        {...rest}
        type="checkbox"
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        className="size-4 shrink-0 cursor-pointer rounded-sm accent-accent"
      />
      <label
        htmlFor={rest.id ?? id}
        className={classNames("cursor-pointer text-ink", hideLabel && "sr-only")}
      >
        {label}
      </label>
    </span>
  );
}
