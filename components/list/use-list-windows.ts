import { type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { asApiFailure } from "#lib/client/api-failure.ts";
import { ListWindows, type Shown, type View, type WindowPage } from "#lib/client/list-windows.ts";
import type { WindowPlace } from "#lib/client/polled-query.ts";

/** A scrollbar that is being dragged passes thousands of rows; they are asked for where it slows down. */
const SETTLE_MS = 60;
/** Rows read at once, and how far beyond the screen, so that the next page is there before it is scrolled to. */
const READ_ROWS = 100;
const AHEAD_ROWS = 25;
/** After the server let go of a listing, so many rows are searched for the one that was on top. The API's most. */
const SEARCHED_ROWS = 500;

interface Reading<Page, Key extends QueryKey> {
  /** The newest listing through the window that `place` says; polled. */
  options: (place: () => WindowPlace) => UseQueryOptions<Page, Error, Page, Key>;
  /** A window of one version. */
  window: (place: WindowPlace & { version: string }, signal: AbortSignal) => Promise<Page>;
}

export interface WindowedList<Row, Page> {
  windows: ListWindows<Row> | null;
  shown: Shown | null;
  /** The newest answer; its rows may be waiting, its counts and sources are shown. */
  newest: Page | undefined;
  /** Rows of other filters show until those that were asked for are there. */
  isPlaceholder: boolean;
  isFetching: boolean;
  failure: unknown;
  refetch: () => Promise<unknown>;
  /** The table says what is on screen whenever that changes. */
  look: (view: View) => void;
  /** Nothing is pointed at any more, or the person asked for it: show what waits. */
  showWaiting: (view: View) => void;
}

/** Near `middle`, in steps: a poll of the same screen has the same address, and so the same tag. */
function placeAround({ first, last }: View, rows: number): WindowPlace {
  const limit = Math.min(SEARCHED_ROWS, Math.max(rows, last - first + 1 + 2 * AHEAD_ROWS));
  const middle = (first + last) / 2;
  return { offset: Math.max(0, Math.round((middle - limit / 2) / AHEAD_ROWS) * AHEAD_ROWS), limit };
}

const TOP: View = { first: 0, last: 0, held: false };

/** A list of any length, of which the browser holds the windows that are looked at. `key` names the filters and the order. */
export function useListWindows<Row, Page extends WindowPage<Row>, Key extends QueryKey>(
  key: string,
  idOf: (row: Row) => string,
  reading: Reading<Page, Key>,
): WindowedList<Row, Page> {
  const seen = useRef({ key, view: TOP, expired: false });
  const head = useQuery(
    reading.options(() => {
      const { view, expired } = seen.current;
      return placeAround(seen.current.key === key ? view : TOP, expired ? SEARCHED_ROWS : READ_ROWS);
    }),
  );
  const { data, isPlaceholderData } = head;
  const [kept, setKept] = useState(() => ({ key, windows: data ? new ListWindows(idOf, data) : null }));
  let { windows } = kept;
  if (data && !isPlaceholderData && (kept.key !== key || !windows)) {
    windows = new ListWindows(idOf, data);
    setKept({ key, windows });
  }
  const shown = useSyncExternalStore(
    windows ? windows.subscribe : nothingToHear,
    windows ? windows.shown : nothing,
    windows ? windows.shown : nothing,
  );

  useLayoutEffect(() => {
    if (seen.current.key !== key && !isPlaceholderData) seen.current = { key, view: TOP, expired: false };
  }, [key, isPlaceholderData]);
  useLayoutEffect(() => {
    if (!data || isPlaceholderData || !windows) return;
    seen.current.expired = false;
    windows.accept(data, seen.current.view);
  }, [data, isPlaceholderData, windows]);

  const [failure, setFailure] = useState<unknown>(null);
  const latest = useRef({ reading, refetch: head.refetch, windows, isOther: isPlaceholderData });
  useEffect(() => {
    latest.current = { reading, refetch: head.refetch, windows, isOther: isPlaceholderData };
  });
  const loader = useMemo(() => newLoader(), []);
  useEffect(() => () => loader.stop(), [loader]);

  function load() {
    const { windows: list, reading: how, refetch, isOther } = latest.current;
    // What shows are rows of other filters: their windows would be asked for by the new ones.
    if (!list || isOther) return;
    const { view } = seen.current;
    const gap = list.missing(view.first - AHEAD_ROWS, view.last + AHEAD_ROWS);
    if (gap === null) return;
    const place = { ...gap, limit: Math.max(gap.limit, READ_ROWS), version: list.shown().version };
    loader.read(gap, place, (signal) =>
      how.window(place, signal).then(
        (page) => {
          setFailure(null);
          list.fill(page, seen.current.view);
          // What came may end short of what is on screen by now.
          loader.soon(load);
        },
        (thrown: unknown) => {
          if (signal.aborted) return;
          const isExpired = asApiFailure(thrown).problem?.type === "version-expired";
          if (!isExpired) return setFailure(thrown);
          list.expire();
          seen.current.expired = true;
          void refetch();
        },
      ),
    );
  }

  return {
    windows,
    shown,
    newest: data,
    isPlaceholder: isPlaceholderData,
    isFetching: head.isFetching,
    failure: head.isError ? head.error : failure,
    refetch: () => {
      setFailure(null);
      loader.soon(load);
      return head.refetch();
    },
    look(view) {
      seen.current.view = view;
      loader.soon(load);
    },
    showWaiting: (view) => windows?.showWaiting(view),
  };
}

const nothing = () => null;
const nothingToHear = () => () => {};

/** One read of a window at a time: a newer place ends the read of the last one, unless that covers it. */
function newLoader() {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: { place: WindowPlace & { version: string }; stop: AbortController } | null = null;
  return {
    soon(act: () => void) {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(act, SETTLE_MS);
    },
    read(
      gap: WindowPlace,
      place: WindowPlace & { version: string },
      start: (signal: AbortSignal) => Promise<void>,
    ) {
      const covered =
        running !== null &&
        running.place.version === place.version &&
        running.place.offset <= gap.offset &&
        running.place.offset + running.place.limit >= gap.offset + gap.limit;
      if (covered) return;
      running?.stop.abort();
      const mine = { place, stop: new AbortController() };
      running = mine;
      void start(mine.stop.signal).finally(() => {
        if (running === mine) running = null;
      });
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      running?.stop.abort();
    },
  };
}
