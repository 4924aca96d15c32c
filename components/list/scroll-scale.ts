/** Below every browser's tallest element (Firefox 17.8 million px), and where a 32-bit float still counts whole pixels. */
export const TALLEST_PX = 15_000_000;
/** So far from either end a pixel scrolled is a pixel of content, whatever the scale between. */
const EXACT_PX = 200_000;

export interface ScrollScale {
  /** How tall the scrolled area is made, in px. */
  heightPx: number;
  /** Which px of the content is on top when the scrollbar stands at `scrollTop`. */
  toContent(scrollTop: number): number;
  /** Where the scrollbar stands when px `contentTop` of the content is on top. */
  toScroll(contentTop: number): number;
}

/**
 * The scrollbar of `contentPx` of rows seen through a window of `viewPx`. What fits into an element is as tall as it
 * is; 1,000,000 rows are not: there the middle is compressed, and both ends are as they are.
 */
export function scrollScale(contentPx: number, viewPx: number, tallestPx = TALLEST_PX): ScrollScale {
  const heightPx = Math.min(contentPx, tallestPx);
  const lastContent = Math.max(0, contentPx - viewPx);
  const lastScroll = Math.max(0, heightPx - viewPx);
  const within = (value: number, most: number) => Math.min(Math.max(0, value), most);
  const exact = Math.min(EXACT_PX, lastScroll / 4);
  const factor =
    lastContent === lastScroll ? 1 : (lastContent - 2 * exact) / Math.max(1, lastScroll - 2 * exact);
  return {
    heightPx,
    toContent(scrollTop) {
      const at = within(scrollTop, lastScroll);
      if (at <= exact) return at;
      if (at >= lastScroll - exact) return lastContent - (lastScroll - at);
      return exact + (at - exact) * factor;
    },
    toScroll(contentTop) {
      const at = within(contentTop, lastContent);
      if (at <= exact) return at;
      if (at >= lastContent - exact) return lastScroll - (lastContent - at);
      return exact + (at - exact) / factor;
    },
  };
}
