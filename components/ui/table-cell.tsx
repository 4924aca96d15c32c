"use client";

import type { ComponentProps } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "#components/ui/icons.tsx";

export type Density = "compact" | "comfortable";
type SortDirection = "ascending" | "descending" | "none";

export const CELL_PADDING: Record<Density, string> = {
  compact: "[&_:is(td,th)]:py-1",
  comfortable: "[&_:is(td,th)]:py-2",
};

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };

interface ThProps extends ComponentProps<"th"> {
  sort?: SortDirection | undefined;
  onSort?: (() => void) | undefined;
  numeric?: boolean | undefined;
}

export function Th({ sort, onSort, numeric = false, className, children, ...rest }: ThProps) {
  const Icon = SORT_ICONS[sort ?? "none"];
  return (
    <th
      scope="col"
      {...rest}
      aria-sort={sort}
      className={classNames(
        "h-8 whitespace-nowrap px-3 font-medium text-ink-faint text-xs",
        numeric && "text-right",
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={classNames(
            "group/sort -mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink",
            sort && sort !== "none" && "text-ink",
          )}
        >
          {children}
          <Icon
            aria-hidden
            className={classNames(
              "size-3 shrink-0",
              (!sort || sort === "none") && "opacity-50 group-hover/sort:opacity-100",
            )}
          />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

interface TdProps extends ComponentProps<"td"> {
  numeric?: boolean | undefined;
  mono?: boolean | undefined;
}

export function Td({ numeric = false, mono = false, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={classNames(
        "px-3 align-middle text-ink",
        numeric && "text-right tabular-nums",
        mono && "font-mono text-xs",
        className,
      )}
    />
  );
}
