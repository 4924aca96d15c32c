"use client";

import { useEffect, useState } from "react";
import { type Found, searchEverything } from "#components/palette/search-everything.ts";

const WAIT_FOR_NEXT_KEY_MS = 120;
const SHORTEST_QUERY = 2;

export interface PaletteSearch {
  found: Found | null;
  searching: boolean;
}

/** Searches while a person types; an answer that comes after the next key is thrown away. */
export function usePaletteSearch(query: string): PaletteSearch {
  const wanted = query.trim();
  const [answer, setAnswer] = useState<{ query: string; found: Found } | null>(null);
  useEffect(() => {
    if (wanted.length < SHORTEST_QUERY) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      searchEverything(wanted, stop.signal).then(
        (found) => setAnswer({ query: wanted, found }),
        () => {
          // Only an abort rejects: another search has taken over.
        },
      );
    }, WAIT_FOR_NEXT_KEY_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  if (wanted.length < SHORTEST_QUERY) return { found: null, searching: false };
  // The last answer stays on screen while the next is on its way.
  return { found: answer?.found ?? null, searching: answer?.query !== wanted };
}
