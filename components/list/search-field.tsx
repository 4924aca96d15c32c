"use client";

import { useEffect, useRef, useState } from "react";
import { SearchBox } from "#components/ui/search-box.tsx";

/** Long enough to wait for the next key of a word, short enough to feel like typing. */
const SETTLE_MS = 250;

interface SearchFieldProps {
  value: string;
  onSearch: (value: string) => void;
  placeholder?: string;
}

/** The list's search: what is typed shows at once, what is asked for follows when the typing pauses. */
export function SearchField({ value, onSearch, placeholder }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // The address changed by another way (clear, ready-made view, back): follow it, but never undo what is being typed.
    if (value !== asked.current) {
      asked.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = typed;
      onSearch(typed);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <SearchBox
      value={typed}
      onValueChange={setTyped}
      placeholder={placeholder}
      className="w-full sm:w-80 lg:w-96"
    />
  );
}
