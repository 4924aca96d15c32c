const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  });
  formats.set(timeZone, format);
  return format;
}

export interface TimeParts {
  /** `2026-11-23` */
  date: string;
  /** `12:03:08` */
  clock: string;
  /** `UTC`, `UTC+8`, `UTC+5:45` */
  offset: string;
}

/**
 * A moment as written in a time zone; null for text that is no date. Numbers only and put together here, because
 * the words and spaces of Intl differ between the server's ICU and the browser's, and both must render the same.
 */
export function timeParts(iso: string, timeZone: string): TimeParts | null {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return null;
  const part = new Map(
    formatIn(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? "";
  return {
    date: `${of("year")}-${of("month")}-${of("day")}`,
    clock: `${of("hour")}:${of("minute")}:${of("second")}`,
    offset: of("timeZoneName")
      .replace("GMT", "UTC")
      .replace(/^UTC[+-]0$/, "UTC"),
  };
}

/** `2026-11-23 12:03:08`; text that is no date comes back as it is. */
export function exactTime(iso: string, timeZone: string): string {
  const parts = timeParts(iso, timeZone);
  return parts ? `${parts.date} ${parts.clock}` : iso;
}

/** `12:03:08`, for "Updated …" */
export function clockTime(iso: string, timeZone: string): string {
  return timeParts(iso, timeZone)?.clock ?? iso;
}
