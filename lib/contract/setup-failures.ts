/** What can be wrong with the first set-up, as POST /api/setup names it. Apart from the schema, so that the page loads no zod. */
export const SETUP_FAILURES = [
  "wrong-token",
  "bad-name",
  "name-taken",
  "too-short",
  "too-long",
  "common",
  "names-you",
  "pattern",
] as const;
export type SetupFailureWord = (typeof SETUP_FAILURES)[number];
