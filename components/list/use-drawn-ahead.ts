import { startTransition, useEffect, useState } from "react";

/**
 * Whether the rows beyond the screen are to be drawn too. Those on screen come first, in a frame of their own: after a key in
 * the search all rows are others, and most of them nobody sees.
 *
 * @param listing another object is another set of rows
 * @param isInBrowser false while a page comes alive: then the server has drawn the rows already
 */
export function useDrawnAhead(listing: object, isInBrowser: boolean): boolean {
  const [drawn, setDrawn] = useState(isInBrowser ? null : listing);
  useEffect(() => {
    if (drawn === listing) return;
    const frame = requestAnimationFrame(() => startTransition(() => setDrawn(listing)));
    return () => cancelAnimationFrame(frame);
  }, [drawn, listing]);
  return drawn === listing;
}
