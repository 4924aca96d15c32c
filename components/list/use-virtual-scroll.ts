import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { scrollScale } from "#components/list/scroll-scale.ts";

/** Rows drawn beyond either edge of the screen: what a turn of the wheel shows before the next frame is drawn. */
const OVERSCAN = 8;
/** The first row drawn moves in steps, so that few scrolled pixels draw nothing anew. */
const STEP = 4;
/** After a rest this long the scrollbar of a compressed list is put where it belongs. */
const REST_MS = 150;

interface Sizes {
  rowPx: number;
  headPx: number;
  /** What is visible of the rows: the frame without the header. */
  viewPx: number;
}

interface VirtualScrollOptions {
  total: number;
  /** False where all rows are drawn, one below the other. */
  on: boolean;
  /** Sizes are taken anew when this changes. */
  look: string;
  /** False while only the rows on screen are wanted. */
  isAheadDrawn: boolean;
  onLook: (first: number, last: number) => void;
}

export interface VirtualScroll {
  frame: RefObject<HTMLDivElement | null>;
  body: RefObject<HTMLTableSectionElement | null>;
  /** The rows that are drawn: `start` up to, without, `end`. Null before the page has been measured. */
  drawn: { start: number; end: number; abovePx: number; rowPx: number; heightPx: number } | null;
  /** Rows that fit on the screen. */
  page: number;
  onScroll: () => void;
  reveal: (index: number) => void;
  /** Scrolls along with rows that moved, so that what is on top stays on top. */
  moveBy: (rows: number) => void;
  toTop: () => void;
}

/** All rows are equally tall, so what is on screen follows from the scrollbar alone; nothing is measured row by row. */
export function useVirtualScroll({
  total,
  on,
  look,
  isAheadDrawn,
  onLook,
}: VirtualScrollOptions): VirtualScroll {
  const frame = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const [sizes, setSizes] = useState<Sizes | null>(null);
  const [top, setTop] = useState({ start: 0, shift: 0 });
  /** `shift` is what the content is ahead of the scrollbar: always 0 but in a compressed list. */
  const at = useRef({ scrollTop: 0, contentTop: 0, shift: 0 });
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const rowPx = sizes?.rowPx ?? 1;
  const viewPx = sizes?.viewPx ?? 0;
  const scale = useMemo(() => scrollScale(total * rowPx, viewPx), [total, rowPx, viewPx]);
  const isCompressed = scale.heightPx < total * rowPx;

  function show() {
    const { contentTop, shift } = at.current;
    const first = Math.floor(contentTop / rowPx);
    const wanted = Math.max(0, first - OVERSCAN);
    const start = wanted - (wanted % STEP);
    setTop((now) => (now.start === start && now.shift === shift ? now : { start, shift }));
    onLook(first, Math.min(total, Math.ceil((contentTop + viewPx) / rowPx)) - 1);
  }

  function scrollTo(contentTop: number) {
    if (!frame.current) return;
    const wanted = scale.toContent(scale.toScroll(contentTop));
    frame.current.scrollTop = scale.toScroll(wanted);
    // Read back: the browser rounds to its own pixels.
    const { scrollTop } = frame.current;
    at.current = isCompressed
      ? { scrollTop, contentTop: wanted, shift: wanted - scrollTop }
      : { scrollTop, contentTop: scrollTop, shift: 0 };
    show();
  }

  function onScroll() {
    if (!frame.current || !sizes || !on) return;
    frame.current.classList.toggle("scrolled-right", frame.current.scrollLeft > 0);
    const { scrollTop } = frame.current;
    const jumped = Math.abs(scrollTop - at.current.scrollTop) > viewPx;
    const shift = !isCompressed ? 0 : jumped ? scale.toContent(scrollTop) - scrollTop : at.current.shift;
    const most = Math.max(0, total * rowPx - viewPx);
    at.current = { scrollTop, contentTop: Math.min(most, Math.max(0, scrollTop + shift)), shift };
    show();
    clearTimeout(rest.current);
    if (isCompressed) rest.current = setTimeout(() => scrollTo(at.current.contentTop), REST_MS);
  }

  useEffect(() => () => clearTimeout(rest.current), []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!on || !element || look === "") return;
    const measure = () => {
      const row = body.current?.querySelector("tr[data-index]")?.getBoundingClientRect().height;
      const head = element.querySelector("thead")?.getBoundingClientRect().height ?? 0;
      const next = { rowPx: row || 1, headPx: head, viewPx: Math.max(0, element.clientHeight - head) };
      setSizes((now) =>
        now && now.rowPx === next.rowPx && now.headPx === next.headPx && now.viewPx === next.viewPx
          ? now
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [on, look]);

  // Another height of rows or of the window: the row on top stays on top.
  const before = useRef(rowPx);
  const showNow = useRef(show);
  useLayoutEffect(() => {
    showNow.current = show;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scrollTo` follows from the sizes
  useLayoutEffect(() => {
    if (!sizes) return;
    if (before.current !== sizes.rowPx && before.current > 1) {
      scrollTo((at.current.contentTop / before.current) * sizes.rowPx);
    }
    before.current = sizes.rowPx;
    showNow.current();
  }, [sizes]);

  const page = Math.max(1, Math.floor(viewPx / rowPx) - 1);
  const onScreen = Math.ceil(viewPx / rowPx) + (isAheadDrawn ? 2 * OVERSCAN + STEP : 1);
  const start = Math.min(top.start, Math.max(0, total - onScreen));
  const drawn =
    on && sizes
      ? {
          start,
          end: Math.min(total, start + onScreen),
          abovePx: Math.max(0, start * rowPx - top.shift),
          rowPx,
          heightPx: sizes.headPx + scale.heightPx,
        }
      : null;
  return {
    frame,
    body,
    drawn,
    page,
    onScroll,
    reveal(index) {
      if (!on) return;
      const { contentTop } = at.current;
      const rowTop = index * rowPx;
      if (rowTop < contentTop) scrollTo(rowTop);
      else if (rowTop + rowPx > contentTop + viewPx) scrollTo(rowTop + rowPx - viewPx);
    },
    moveBy: (rows) => scrollTo(at.current.contentTop + rows * rowPx),
    toTop() {
      // Whoever is there is not scrolled: that would make the browser lay out the new rows at once, in the task of the key.
      if (at.current.scrollTop === 0 && at.current.contentTop === 0) show();
      else scrollTo(0);
    },
  };
}
