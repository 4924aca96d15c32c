"use client";

import { Fragment, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ChangesPill } from "#components/list/changes-pill.tsx";
import { type ListColumn, shownColumns } from "#components/list/list-column.ts";
import { LoadMore } from "#components/list/load-more.tsx";
import { CARDS_WHEN_NARROW, HeaderCell } from "#components/list/table-cells.tsx";
import { useDrawnAhead } from "#components/list/use-drawn-ahead.ts";
import { useHydrated } from "#components/list/use-hydrated.ts";
import type { WindowedList } from "#components/list/use-list-windows.ts";
import { useNarrow } from "#components/list/use-narrow.ts";
import { useRowFocus } from "#components/list/use-row-focus.ts";
import { useVirtualScroll, type VirtualScroll } from "#components/list/use-virtual-scroll.ts";
import { RowToCome, Space, VirtualRow } from "#components/list/virtual-rows.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { CELL_PADDING, type Density } from "#components/ui/table-cell.tsx";
import type { ListWindows, Shown, View } from "#lib/client/list-windows.ts";

interface VirtualTableProps<Row> {
  /** The table's accessible name. */
  label: string;
  /** From module level: a new array on every render would draw every row anew each time. */
  columns: readonly ListColumn<Row>[];
  rowId: (row: Row) => string;
  list: Pick<WindowedList<Row, unknown>, "look" | "showWaiting" | "isPlaceholder">;
  windows: ListWindows<Row>;
  shown: Shown;
  hidden?: readonly string[];
  sort: string;
  onSort: (sort: string) => void;
  density?: Density;
  selectedId?: string | undefined;
}

/** Cards that a narrow screen begins with, and how many more each time. */
const CARDS = 50;
const NONE: readonly string[] = [];

/**
 * A table of any length, of which only the rows on screen are drawn. A real table: the rows above them are one
 * empty one, and `aria-rowindex` says which row is which. Narrow screens get cards, one below the other.
 */
export function VirtualTable<Row>({
  label,
  columns,
  rowId,
  list,
  windows,
  shown,
  hidden = NONE,
  sort,
  onSort,
  density = "comfortable",
  selectedId,
}: VirtualTableProps<Row>) {
  const t = useTexts();
  const hydrated = useHydrated();
  const narrow = useNarrow();
  const { total } = shown;
  const [cards, setCards] = useState(CARDS);
  const view = useRef({ first: 0, last: 0 });
  const body = useRef<HTMLTableSectionElement>(null);
  const isHeld = useCallback(
    () =>
      body.current !== null &&
      (body.current.matches(":hover") || body.current.contains(document.activeElement)),
    [],
  );
  const viewNow = (held: () => boolean): View => ({
    ...view.current,
    get held() {
      return held();
    },
  });
  const scroll = useVirtualScroll({
    total,
    on: !narrow,
    look: density,
    isAheadDrawn: useDrawnAhead(windows, hydrated),
    onLook(first, last) {
      view.current = { first, last };
      list.look(viewNow(isHeld));
    },
  });
  const showWaiting = () => list.showWaiting(viewNow(() => false));
  // After the event that leaves: only then is the pointer or the focus where it goes to.
  const leave = () => {
    setTimeout(() => {
      if (!isHeld()) showWaiting();
    });
  };
  const focus = useRowFocus(scroll, { total: narrow ? Math.min(total, cards) : total, onLeave: leave });

  const isCards = narrow || !scroll.drawn;
  const start = scroll.drawn?.start ?? 0;
  // The server does not know how many are seen. In the browser one row is enough to be measured.
  const end = scroll.drawn?.end ?? Math.min(total, hydrated && !narrow ? 1 : cards);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` only remembers what it is told
  useLayoutEffect(() => {
    if (!narrow) return;
    view.current = { first: 0, last: Math.min(total, cards) - 1 };
    list.look({ ...view.current, held: false });
  }, [narrow, cards, total]);

  // Other filters or another order begin at the top.
  const began = useRef(windows);
  useLayoutEffect(() => {
    if (began.current === windows) return;
    began.current = windows;
    setCards(CARDS);
    focus.setActive(0);
    scroll.toTop();
  });
  const turn = useRef(shown.turn);
  const activeId = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (turn.current !== shown.turn) {
      turn.current = shown.turn;
      if (shown.moved !== 0 && !narrow) scroll.moveBy(shown.moved);
      const index = activeId.current === undefined ? undefined : windows.indexOf(activeId.current);
      if (index !== undefined) focus.setActive(index);
    }
    const row = windows.rowAt(focus.active);
    activeId.current = row && rowId(row);
  });

  // Tab comes in where the person looks; the row with the focus stays drawn wherever it was scrolled to.
  const isActiveDrawn = focus.active >= start && focus.active < end;
  const stop = isActiveDrawn || focus.hasFocus ? focus.active : Math.min(end - 1, start + 8);
  const indexes = Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at);
  if (focus.hasFocus && !isActiveDrawn && !isCards) indexes.push(focus.active);
  indexes.sort((a, b) => a - b);

  // The address gives a new array each time; the rows are drawn anew only when other columns show.
  const shape = hidden.join(",");
  const drawnColumns = useMemo(() => shownColumns(columns, shape.split(",")), [columns, shape]);
  const cells = drawnColumns.length;

  const spaces = spacesBetween(indexes, scroll.drawn);
  return (
    <div className="relative flex min-h-0 flex-col">
      <ChangesPill show={shown.waiting} onShow={showWaiting} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls */}
      <div
        ref={scroll.frame}
        role="group"
        aria-label={t("ui.scrollArea", { label })}
        tabIndex={-1}
        onScroll={scroll.onScroll}
        onPointerLeave={leave}
        className={classNames(
          "data-table-frame virtual relative min-h-0 w-full sm:overflow-auto",
          CARDS_WHEN_NARROW,
          list.isPlaceholder && "opacity-60 transition-opacity delay-200",
        )}
      >
        {/* Keeps what scrolls as tall as it is while rows are changed: else the browser moves the scrollbar in between. */}
        {scroll.drawn ? (
          <div
            aria-hidden
            className="pointer-events-none absolute top-0 left-0 w-px"
            style={{ height: scroll.drawn.heightPx }}
          />
        ) : null}
        <table
          aria-label={label}
          aria-rowcount={total + 1}
          aria-busy={list.isPlaceholder || undefined}
          data-sticky-first
          className={classNames("data-table w-full table-fixed text-left text-sm", CELL_PADDING[density])}
        >
          <thead>
            <tr aria-rowindex={1}>
              {drawnColumns.map((column) => (
                <HeaderCell key={column.id} facts={column} sort={sort} onSort={onSort} fixedWidth />
              ))}
            </tr>
          </thead>
          <tbody
            ref={(element) => {
              body.current = element;
              scroll.body.current = element;
            }}
            onFocus={focus.onFocus}
            onBlur={focus.onBlur}
            onKeyDown={focus.onKeyDown}
          >
            {indexes.map((index, at) => {
              const row = windows.rowAt(index);
              const id = row && rowId(row);
              const place = { index, density, isStop: index === stop };
              return (
                <Fragment key={id ?? index}>
                  <Space heightPx={spaces[at] ?? 0} cells={cells} />
                  {row ? (
                    <VirtualRow row={row} {...place} columns={drawnColumns} isSelected={id === selectedId} />
                  ) : (
                    <RowToCome {...place} cells={cells} />
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      {narrow ? (
        <LoadMore
          hasMore={cards < total}
          loading={windows.missing(0, Math.min(total, cards) - 1) !== null}
          onMore={() => setCards((now) => now + CARDS)}
        />
      ) : null}
    </div>
  );
}

/** How much room there is in front of each row that is drawn, in px. */
function spacesBetween(indexes: readonly number[], drawn: VirtualScroll["drawn"]): number[] {
  if (!drawn) return [];
  const { start, abovePx, rowPx } = drawn;
  let filledPx = 0;
  return indexes.map((index) => {
    const topPx = Math.max(filledPx, abovePx + (index - start) * rowPx);
    const space = topPx - filledPx;
    filledPx = topPx + rowPx;
    return space;
  });
}
