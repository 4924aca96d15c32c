import { useSyncExternalStore } from "react";

/** Where rows become cards; the same as Tailwind's `max-sm`. */
const NARROW = "(width < 40rem)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** True where a table shows cards. False on the server, which does not know. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}
