import type { ComponentType, SVGProps } from "react";

export type Icon = ComponentType<SVGProps<SVGSVGElement>>;

export const CIRCLE = "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0";
const BOX = "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z";
const LENS = "M3 11a8 8 0 1 0 16 0 8 8 0 1 0-16 0M21 21l-4.3-4.3";

/** One line on a grid of 24. */
export function icon(line: string, dashes?: string): Icon {
  return (props) => (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...props}
    >
      <path d={line} strokeDasharray={dashes} />
    </svg>
  );
}

/*
 * What the frame and the lists show at once. In lucide-react each of these is a module of its own, over code that draws any
 * shape: together some 5 kB. What opens later takes its icons from there. Drawn for this project.
 */
export const ArrowDown = icon("M12 5v14M19 12l-7 7-7-7");
export const ArrowUp = icon("M12 19V5M5 12l7-7 7 7");
export const ArrowUpDown = icon("M7 20V4M3 8l4-4 4 4M17 4v16M13 16l4 4 4-4");
export const Bookmark = icon("M6 3h12v18l-6-4-6 4z");
export const Cable = icon(
  "M4 2v4M8 2v4M2 6h8v3a4 4 0 0 1-8 0zM6 13v4a3.5 3.5 0 0 0 7 0V7a3 3 0 0 1 6 0v7M16 14h6v4h-6zM19 18v4",
);
export const Check = icon("M20 6L9 17l-5-5");
export const ChevronDown = icon("M6 9l6 6 6-6");
export const ChevronsUpDown = icon("M7 15l5 5 5-5M7 9l5-5 5 5");
export const CircleAlert = icon(`${CIRCLE}M12 7v5M12 16h.01`);
export const CircleCheck = icon(`${CIRCLE}M8 12l3 3 5-6`);
export const CircleDashed = icon(CIRCLE, "3.6 4.254");
export const CircleDot = icon(`${CIRCLE}M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0`);
export const CircleHelp = icon(`${CIRCLE}M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1-1.5 2M12 17h.01`);
export const Columns3 = icon(`${BOX}M9 3v18M15 3v18`);
export const Copy = icon(
  "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2zM4 16a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2",
);
export const Download = icon("M12 3v12M7 10l5 5 5-5M3 16v3a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-3");
export const Info = icon(`${CIRCLE}M12 17v-5M12 8h.01`);
export const ListChecks = icon("M13 6h8M13 12h8M13 18h8M3 7l2 2 4-4M3 17l2 2 4-4");
export const LoaderCircle = icon("M21 12a9 9 0 1 1-6-8.5");
export const OctagonPause = icon("M8 2h8l6 6v8l-6 6H8l-6-6V8zM10 15V9M14 15V9");
export const PanelRight = icon(`${BOX}M15 3v18`);
export const RefreshCw = icon(
  "M3 12a9 9 0 0 1 15.4-6.4L21 8M21 3v5h-5M21 12a9 9 0 0 1-15.4 6.4L3 16M8 16H3v5",
);
export const ScrollText = icon(
  "M5 17V5a2 2 0 0 1 2-2h12v15a3 3 0 0 1-3 3H5a3 3 0 0 1-3-4h11a3 3 0 0 0 3 4M9 8h6M9 12h6",
);
export const Search = icon(LENS);
export const SearchX = icon(`${LENS}M8.5 8.5l5 5M13.5 8.5l-5 5`);
export const Server = icon(`M4 3h16v7H4zM4 14h16v7H4zM8 6.5h.01M8 17.5h.01`);
export const Settings = icon("M3 6h10M19 6h2M3 12h2M11 12h10M3 18h12M21 18h0M16 3v6M8 9v6M18 15v6");
export const TriangleAlert = icon("M12 3L2 20.5h20zM12 9.5v5M12 17.5h.01");
export const Unplug = icon(
  "M2 22l2.5-2.5M22 2l-2.5 2.5M5 13l6 6-1.5 1.5a4.2 4.2 0 0 1-6-6zM13 5l6 6 1.5-1.5a4.2 4.2 0 0 0-6-6zM8 13l2.5-2.5M11 16l2.5-2.5",
);
export const X = icon("M18 6L6 18M6 6l12 12");
