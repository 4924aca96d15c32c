import { CIRCLE, icon } from "#components/ui/icons.tsx";

/** As those of `icons.tsx`, for pages other than the list of ENIs, whose first load is held to a goal. */
export const ChevronRight = icon("M9 6l6 6-6 6");
export const CircleMinus = icon(`${CIRCLE}M8 12h8`);
export const CircleSlash = icon(`${CIRCLE}M8 16l8-8`);
export const CircleX = icon(`${CIRCLE}M15 9l-6 6M9 9l6 6`);
export const Lock = icon("M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4");
