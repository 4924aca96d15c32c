export const UTC = "UTC";

/** The zone if this runtime knows it by that name, else UTC. Cookies are text anyone may have written. */
export function knownTimeZone(name: string | undefined): string {
  if (!name || name.length > 64) return UTC;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // Intl has no other way to ask whether a zone exists.
    return UTC;
  }
}
