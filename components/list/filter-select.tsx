"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Select, type SelectOption } from "#components/ui/select.tsx";

interface FilterSelectProps {
  label: string;
  value: string;
  options: readonly SelectOption[];
  onValueChange: (value: string) => void;
}

/** One filter of a list. It names itself in its first option, so that it needs no label beside it. */
export function FilterSelect({ label, value, options, onValueChange }: FilterSelectProps) {
  const t = useTexts();
  const known = value === "" || options.some((option) => option.value === value);
  const all = [
    { value: "", label: `${label}: ${t("list.all")}` },
    ...options,
    // A copied link may carry a value that this list does not offer; it filters all the same, so it shows.
    ...(known ? [] : [{ value, label: value.slice(0, 40) }]),
  ];
  return (
    <Select
      aria-label={label}
      value={value}
      options={all}
      onChange={(event) => onValueChange(event.target.value)}
      className={classNames(
        "w-[calc(50%-0.25rem)] sm:w-40",
        value && "[&_select]:border-accent-text [&_select]:bg-accent-soft",
      )}
    />
  );
}
