"use client";

import { useRef } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { CONTROL_HEIGHT, CONTROL_STYLE } from "#components/ui/control-style.ts";
import { Search, X } from "#components/ui/icons.tsx";
import { KeyHint } from "#components/ui/key-hint.tsx";

interface SearchBoxProps {
  value: string;
  onValueChange: (value: string) => void;
  onFocus?: () => void;
  placeholder?: string | undefined;
  /** "Search" when left out. */
  label?: string | undefined;
  /** Id of the words that say what is wrong with it. */
  troubleId?: string;
  className?: string | undefined;
}

/** The page's search: `/` brings the cursor here, Escape empties it. */
export function SearchBox({
  value,
  onValueChange,
  onFocus,
  placeholder,
  label,
  troubleId,
  className,
}: SearchBoxProps) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <span className={classNames("relative block", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={input}
        type="search"
        data-page-search
        aria-label={label ?? t("ui.search")}
        aria-invalid={troubleId !== undefined || undefined}
        aria-describedby={troubleId}
        placeholder={placeholder}
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => onValueChange(event.target.value)}
        onFocus={onFocus}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (value) onValueChange("");
          else input.current?.blur();
        }}
        className={classNames(
          CONTROL_STYLE,
          CONTROL_HEIGHT,
          "peer truncate pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden",
        )}
      />
      {value ? (
        <button
          type="button"
          aria-label={t("ui.search.clear")}
          onClick={() => {
            onValueChange("");
            input.current?.focus();
          }}
          className="absolute top-1/2 right-1 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : (
        <span className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 peer-focus:hidden pointer-coarse:hidden">
          <KeyHint keys="/" />
        </span>
      )}
    </span>
  );
}
