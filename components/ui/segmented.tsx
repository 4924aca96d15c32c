"use client";

import { useId } from "react";

interface SegmentedProps<Value extends string> {
  /** Name of the group; shown as a small heading unless `hideLabel`. */
  label: string;
  hideLabel?: boolean;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
}

/** One of a few, side by side: radio buttons underneath, so arrow keys and forms work as people expect. */
export function Segmented<Value extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onValueChange,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={hideLabel ? "sr-only" : "mb-1 text-ink-faint text-xs"}>{label}</legend>
      <div className="flex gap-0.5 rounded-md border border-line bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex h-6.5 flex-1 cursor-pointer items-center justify-center whitespace-nowrap rounded-sm px-2.5 text-ink-muted text-xs transition-colors hover:text-ink has-checked:bg-thumb has-checked:font-medium has-checked:text-ink has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent-text pointer-coarse:h-8"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
