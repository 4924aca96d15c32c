export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

/** Surface, border and text of a tone, for what carries a message; text reaches 4.5:1 on its surface in both themes. */
export const TONE_SURFACE: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-ink-muted",
  info: "border-accent-line bg-accent-soft text-accent-text",
  success: "border-success-line bg-success-soft text-success-text",
  warning: "border-warning-line bg-warning-soft text-warning-text",
  danger: "border-danger-line bg-danger-soft text-danger-text",
};

export const TONE_TEXT: Record<Tone, string> = {
  neutral: "text-ink-faint",
  info: "text-accent-text",
  success: "text-success-text",
  warning: "text-warning-text",
  danger: "text-danger-text",
};
