import { classNames } from "#components/ui/class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-ink shadow-xs hover:bg-accent-hover",
  secondary: "border-line-strong bg-surface text-ink shadow-xs hover:bg-hover",
  ghost: "border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger text-accent-ink shadow-xs hover:bg-danger-hover",
};

const REFUSED = "cursor-not-allowed border-line bg-sunken text-ink-faint";

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-sm pointer-coarse:h-9",
  md: "h-8 gap-2 px-3 text-sm pointer-coarse:h-10",
};

/** The look of everything that is pressed, button or link. `refused` looks off but can be focused and asked why. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, refused = false): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-60",
    refused ? REFUSED : VARIANTS[variant],
    SIZES[size],
  );
}
