import type { ReactNode } from "react";

/**
 * Drawings for what the server renders. Those of lucide-react are client components: one of them on a page brings their code
 * to it. Drawn for this project, on the same grid.
 */
function Drawing({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

interface DrawingProps {
  className?: string;
}

/** An experiment. */
export function Flask({ className }: DrawingProps) {
  return (
    <Drawing className={className}>
      <path d="M9 3h6M10 3v6L4.5 18.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9" />
    </Drawing>
  );
}

/** Looked for, and not there. */
export function NothingFound({ className }: DrawingProps) {
  return (
    <Drawing className={className}>
      <circle cx="11" cy="11" r="7.5" />
      <path d="m21 21-4.5-4.5M9 9l4 4M13 9l-4 4" />
    </Drawing>
  );
}

/** Not open to everyone. */
export function Padlock({ className }: DrawingProps) {
  return (
    <Drawing className={className}>
      <rect x="4" y="11" width="16" height="10" rx="2" />
      <path d="M8 11V7a4 4 0 0 1 8 0v4" />
    </Drawing>
  );
}

/** Something that should not last. */
export function Alarm({ className }: DrawingProps) {
  return (
    <Drawing className={className}>
      <path d="M7 17v-4a5 5 0 0 1 10 0v4M5 21h14v-4H5zM12 2v2M4 5l1.5 1.5M20 5l-1.5 1.5" />
    </Drawing>
  );
}

/** To look, and not to touch. */
export function Eye({ className }: DrawingProps) {
  return (
    <Drawing className={className}>
      <path d="M2 12c2.5-4.5 6-7 10-7s7.5 2.5 10 7c-2.5 4.5-6 7-10 7s-7.5-2.5-10-7z" />
      <circle cx="12" cy="12" r="3" />
    </Drawing>
  );
}
