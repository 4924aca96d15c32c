import { useEffect, useRef, useState } from "react";

/** Long enough to wait for the next key of a word, short enough to feel like typing. */
const SETTLE_MS = 250;

/**
 * Text that shows as it is typed and is asked for when the typing pauses for `settleMs`. Gives what is typed, how to
 * change it, and how to ask at once. While `waits` nothing is asked: the answer to the last text is still on its way.
 */
export function useSettledText(
  value: string,
  onSettle: (value: string) => void,
  settleMs = SETTLE_MS,
  waits = false,
): [typed: string, setTyped: (value: string) => void, settleNow: () => void] {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // The address changed by another way (clear, ready-made view, back): follow it, but never undo what is being typed.
    if (value !== asked.current) {
      asked.current = value;
      setTyped(value);
    }
  }, [value]);
  function settleNow() {
    if (typed === asked.current) return;
    asked.current = typed;
    onSettle(typed);
  }
  const settle = useRef(settleNow);
  useEffect(() => {
    settle.current = settleNow;
  });
  useEffect(() => {
    if (typed === asked.current || waits) return;
    const timer = setTimeout(() => settle.current(), settleMs);
    return () => clearTimeout(timer);
  }, [typed, settleMs, waits]);
  return [typed, setTyped, settleNow];
}

/** The text as it was when the typing last paused. */
export function usePausedText(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
