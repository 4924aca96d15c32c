import { classNames } from "#components/ui/class-names.ts";

/** Stands where something will be; shows only after 200 ms, so that what is quick does not flicker. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span aria-hidden className="block animate-appear-late">
      <span className={classNames("block animate-shimmer rounded-sm bg-line", className ?? "h-4 w-full")} />
    </span>
  );
}

const WIDTHS = ["w-2/5", "w-16", "w-24", "w-3/5", "w-20", "w-1/2", "w-28", "w-12"];

/** Rows of a table that is on its way. The caller says "loading" in words, once. */
export function SkeletonRows({ rows, columns }: { rows: number; columns: number }) {
  const across = Array.from({ length: columns }, (_, column) => WIDTHS[column % WIDTHS.length]);
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never move
    <tr key={row} aria-hidden>
      {across.map((width, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never move
        <td key={column} className="px-3 py-2.5">
          <Skeleton className={classNames("h-3.5", width)} />
        </td>
      ))}
    </tr>
  ));
}
