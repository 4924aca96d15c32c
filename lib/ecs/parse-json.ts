import "server-only";
import type { Json } from "#lib/core/json.ts";

/** A number of 16 or more digits where JSON can have one; a match inside a string only costs time. */
const MAY_LOSE_DIGITS = /[:,[]\s*-?\d{16}/;

/**
 * Reads JSON without losing digits: an integer that a JavaScript number cannot hold (ServiceID is int64) comes back
 * as the text it was written in. Returns undefined for anything that is not JSON.
 */
export function parseJson(text: string): Json | undefined {
  try {
    return MAY_LOSE_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isUnsafe = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isUnsafe && context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}
