import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { TONE_SURFACE, type Tone } from "#components/ui/tone.ts";

/** A short word about a thing (a type, an environment, a count). States are a `StatusBadge`. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap align-middle rounded-sm border px-1.5 font-medium text-2xs",
        TONE_SURFACE[tone],
      )}
    >
      {children}
    </span>
  );
}
