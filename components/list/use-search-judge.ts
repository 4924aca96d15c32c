import { useCallback, useEffect, useState } from "react";
import type { searchTrouble } from "#components/list/search-trouble.ts";
import { expectRead } from "#lib/client/api.ts";

type Judge = typeof searchTrouble;

/** The server understands searches too: what it cannot take comes back as the list's problem. */
const leaveToServer: Judge = () => null;

/**
 * What is wrong with a search. The language of searches is fetched when somebody is about to type, or has typed: `judge` is
 * null until it is here.
 */
export function useSearchJudge(hasText: boolean): { judge: Judge | null; expectJudge: () => void } {
  const [judge, setJudge] = useState<Judge | null>(null);
  const expectJudge = useCallback(() => {
    // What is typed is asked next.
    expectRead();
    import("#components/list/search-trouble.ts").then(
      (fetched) => setJudge(() => fetched.searchTrouble),
      () => setJudge(() => leaveToServer),
    );
  }, []);
  useEffect(() => {
    if (hasText) expectJudge();
  }, [hasText, expectJudge]);
  return { judge, expectJudge };
}
