import { classNames } from "#components/ui/class-names.ts";
import { LoaderCircle } from "#components/ui/icons.tsx";

/** Turns slowly; stands still for people who asked for less motion. Says nothing: words stand beside it. */
export function Spinner({ className }: { className?: string | undefined }) {
  return <LoaderCircle aria-hidden className={classNames("size-3.5 shrink-0 animate-spin", className)} />;
}
