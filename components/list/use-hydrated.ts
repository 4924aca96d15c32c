import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and while the page comes alive; for what only the browser knows, such as its own clock. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
