import type { ReactNode } from "react";

/** Search and filters of a list, in one line where there is room. */
export function ListToolbar({ children }: { children: ReactNode }) {
  return (
    <search data-print="none" className="mb-3 flex flex-wrap items-center gap-2">
      {children}
    </search>
  );
}
