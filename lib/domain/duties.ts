/** Duties that watch each other and come together in one person. Allowed, but never in silence. */
export type DutyWarning = "operator-and-auditor" | "grants-itself-auditor";
