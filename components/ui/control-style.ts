/** The look of everything that is typed into or chosen from. 16 px text on touch screens keeps iOS from zooming in. */
export const CONTROL_STYLE =
  "w-full rounded-md border border-control bg-surface text-ink text-sm shadow-xs transition-colors placeholder:text-ink-faint hover:border-ink-faint focus-visible:border-accent-text focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger-text disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint pointer-coarse:text-[1rem]";

export const CONTROL_HEIGHT = "h-8 px-2.5 pointer-coarse:h-10";
