import type { ReactNode } from "react";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

export type TextKey = Parameters<UiTranslate>[0];

/** What a column says about itself; the table, the column chooser and the cards of a narrow screen use it. */
export interface ColumnFacts {
  title: TextKey;
  /** Name of the field in the API's `sort`; without it the column cannot be sorted by. */
  sort?: string;
  numeric?: boolean;
  /** Class of its width where widths do not follow what is in the rows, as in a table that holds only a part of them. */
  width?: string;
  /** Cannot be hidden: without it a row says nothing. */
  fixed?: boolean;
  /** Stays in sight at the right edge while the rest scrolls sideways. */
  pinned?: boolean;
  /** On a narrow screen: the card's heading, its last line, or left out. */
  card?: "heading" | "footer" | "hidden";
}

/** Rows come sorted and filtered from the server; a column only says how one value of a row shows. */
export interface ListColumn<Row> extends ColumnFacts {
  /** What the address calls it where it hides columns. */
  id: string;
  cell: (row: Row) => ReactNode;
}

/** The columns that show. `hidden` may name columns that this list does not have: it comes from the address. */
export function shownColumns<Column extends { id: string }>(
  columns: readonly Column[],
  hidden: readonly string[],
): readonly Column[] {
  return columns.filter(({ id }) => !hidden.includes(id));
}
