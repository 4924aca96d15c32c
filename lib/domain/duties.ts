/** Duties that watch each other and come together in one person. Allowed, but never in silence. */
export const DUTY_WARNINGS = ["operator-and-auditor", "grants-itself-auditor"] as const;
export type DutyWarning = (typeof DUTY_WARNINGS)[number];
