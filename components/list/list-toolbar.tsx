import type { ReactNode } from "react";

/** Search, filters and settings of a list, in one line where there is room. */
export function ListToolbar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <search data-print="none" className="mb-3 flex flex-wrap items-center gap-2">
      {children}
      {end ? <div className="ml-auto flex items-center gap-2">{end}</div> : null}
    </search>
  );
}
