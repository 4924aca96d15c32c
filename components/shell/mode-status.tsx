import { Flask } from "#components/ui/drawings.tsx";

/** Always in sight in emulator mode: nobody may take the emulator for the cloud, or the other way round. */
export function ModeStatus({ label }: { label: string }) {
  return (
    <p
      role="status"
      className="inline-flex h-6 min-w-0 items-center gap-1.5 rounded-full border border-warning-line bg-warning-soft px-2.5 font-medium text-warning-text text-xs"
    >
      <Flask className="size-3.5 shrink-0" />
      <span className="truncate">{label}</span>
    </p>
  );
}
