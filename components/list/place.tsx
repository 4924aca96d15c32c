import { NameText } from "#components/list/name-text.tsx";

/** Region, and under it zone and account: the three that people mix up stand together in every row. */
export function Place({ row }: { row: { regionId: string; zoneId: string; accountName: string } }) {
  return (
    <span className="block whitespace-nowrap max-sm:text-right">
      {row.regionId}
      <span className="flex min-w-0 gap-1 text-2xs text-ink-faint max-sm:justify-end">
        {row.zoneId}
        <span aria-hidden>·</span>
        <NameText text={row.accountName} className="max-w-32" />
      </span>
    </span>
  );
}
