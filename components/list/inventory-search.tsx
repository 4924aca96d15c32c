"use client";

import { useId, useState } from "react";
import { SearchHelp } from "#components/list/search-help.tsx";
import { useSearchJudge } from "#components/list/use-search-judge.ts";
import { usePausedText, useSettledText } from "#components/list/use-settled-text.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SearchBox } from "#components/ui/search-box.tsx";

interface InventorySearchProps {
  value: string;
  onSearch: (value: string) => void;
  placeholder: string;
  /** The answer to the last text is on its way. */
  busy: boolean;
}

/**
 * The search of instances and ENIs. Each key asks at once, and while an answer is on its way only the newest text waits
 * for it: as fast as the server is, and never more than one search at a time. What cannot be understood is said below the box and not asked for: the list
 * keeps showing what was asked for last.
 */
export function InventorySearch({ value, onSearch, placeholder, busy }: InventorySearchProps) {
  const t = useTexts();
  const troubleId = useId();
  const [hasText, setHasText] = useState(value !== "");
  const { judge, expectJudge } = useSearchJudge(hasText);
  const ask = (text: string) => {
    if (!judge?.(text)) onSearch(text);
  };
  const [typed, setTyped] = useSettledText(value, ask, 0, busy || (hasText && judge === null));
  // What is being typed is judged when the typing pauses: half a token is always wrong.
  const paused = usePausedText(typed);
  const trouble = (typed === paused && judge?.(typed)) || null;
  return (
    <span className="flex w-full items-center gap-1 sm:w-72 xl:w-88">
      <span className="relative block min-w-0 flex-1">
        <SearchBox
          value={typed}
          onValueChange={(text) => {
            setHasText(true);
            setTyped(text);
          }}
          onFocus={expectJudge}
          placeholder={placeholder}
          {...(trouble ? { troubleId } : {})}
        />
        <span
          id={troubleId}
          aria-live="polite"
          className="absolute top-full left-0 z-10 mt-1 max-w-full rounded-md bg-raised text-danger-text text-xs shadow-popup"
        >
          {trouble ? (
            <span className="block px-2 py-1.5">{t(trouble.text, { token: trouble.token })}</span>
          ) : null}
        </span>
      </span>
      <SearchHelp />
    </span>
  );
}
