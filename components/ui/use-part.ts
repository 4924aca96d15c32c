import { type ComponentType, useEffect, useEffectEvent, useState } from "react";

/**
 * A component whose code is fetched when it is first wanted; null until it is here. What could not be fetched is fetched
 * again the next time it is wanted, and `onFailure` tells the person.
 *
 * @param fetchPart from module level: another function is another part
 */
export function usePart<Props>(
  wanted: boolean,
  fetchPart: () => Promise<ComponentType<Props>>,
  onFailure: () => void,
): ComponentType<Props> | null {
  const [part, setPart] = useState<ComponentType<Props> | null>(null);
  const fail = useEffectEvent(onFailure);
  const missing = wanted && part === null;
  useEffect(() => {
    if (!missing) return;
    let stillWanted = true;
    fetchPart().then(
      (fetched) => setPart(() => fetched),
      () => {
        if (stillWanted) fail();
      },
    );
    return () => {
      stillWanted = false;
    };
  }, [missing, fetchPart]);
  return part;
}
