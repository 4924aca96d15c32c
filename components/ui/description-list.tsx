import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";

export interface DescriptionItem {
  term: string;
  value: ReactNode;
  /** Takes the whole row. */
  wide?: boolean;
}

interface DescriptionListProps {
  items: readonly DescriptionItem[];
  /** `side` puts the term beside its value, for narrow panels and dialogs. */
  layout?: "grid" | "side";
}

export function DescriptionList({ items, layout = "grid" }: DescriptionListProps) {
  if (layout === "side") {
    return (
      <dl className="grid grid-cols-[minmax(6.5rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        {items.map(({ term, value }) => (
          <div key={term} className="contents">
            <dt className="text-ink-faint">{term}</dt>
            <dd className="min-w-0 break-words text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(13rem,100%),1fr))] gap-x-6 gap-y-3.5 text-sm">
      {items.map(({ term, value, wide }) => (
        <div key={term} className={classNames("min-w-0", wide && "col-span-full")}>
          <dt className="mb-0.5 text-ink-faint text-xs">{term}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
