"use client";

import { useSettledText } from "#components/list/use-settled-text.ts";
import { SearchBox } from "#components/ui/search-box.tsx";

interface SearchFieldProps {
  value: string;
  onSearch: (value: string) => void;
  placeholder?: string;
}

/** The list's search: what is typed shows at once, what is asked for follows when the typing pauses. */
export function SearchField({ value, onSearch, placeholder }: SearchFieldProps) {
  const [typed, setTyped] = useSettledText(value, onSearch);
  return (
    <SearchBox
      value={typed}
      onValueChange={setTyped}
      placeholder={placeholder}
      className="w-full sm:w-72 xl:w-80"
    />
  );
}
