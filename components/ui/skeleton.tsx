import { classNames } from "#components/ui/class-names.ts";

/** Stands where something will be; shows only after 200 ms, so that what is quick does not flicker. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span aria-hidden className="block animate-appear-late">
      <span className={classNames("block animate-shimmer rounded-sm bg-line", className ?? "h-4 w-full")} />
    </span>
  );
}
