import "server-only";

import { type DestinationStream, pino } from "pino";
import type { LogLevel } from "#lib/config/config.ts";

/** One fact per field; nothing else of a request, an answer or an error is ever logged. */
export type LogFields = Record<string, string | number | boolean | null>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A text longer than this is cut: a log line is no archive. */
const LONGEST_TEXT = 2_000;
/** Longer than any message worth reading; what is behind it is not even looked at. */
const LONGEST_READ = 50_000;
/** What secrets look like, or stand behind, wherever they turn up: an error of a library quotes what it was given. */
const SECRETS = [
  /LTAI[A-Za-z0-9]{12,28}|STS\.[A-Za-z0-9]{12,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*|\$argon2id\$[^\s"']+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=\b(?:Signature|SecurityToken|AccessKeySecret|client_secret|code|id_token|access_token)=)[^&\s,"']+/gi,
  /(?<=\b(?:password|passwd|secret|token)["']?\s{0,2}[=:]\s{0,2}["']?)[^"'&\s,;}]+/gi,
  /(?<=\b(?:authorization|x-acs-security-token)["']?\s{0,2}[=:]\s{0,2}["']?)[^\r\n"'}]+/gi,
  /(?<=\bcookie["']?\s{0,2}[=:]\s{0,2}["']?)[^\r\n"'}]+/gi,
  /(?<=\bBearer )[^\s"',}]+/gi,
  /(?<=:\/\/[^\s:/@]{0,100}:)[^\s@/]+(?=@)/g,
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals obey these, and a name from the cloud may hold them
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Makes a text harmless for a log that is read in a terminal: no secrets, no control or direction characters. */
export function loggable(text: string): string {
  const redacted = SECRETS.reduce(
    (rest, pattern) => rest.replace(pattern, "[redacted]"),
    text.slice(0, LONGEST_READ),
  );
  return redacted.slice(0, LONGEST_TEXT).replace(CONTROL, "\uFFFD");
}

function cleaned(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? loggable(value) : value]),
  );
}

/** JSON lines on standard output, or where `destination` says. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: "event" };
  const logger = destination ? pino(options, destination) : pino(options);
  return {
    info: (event, fields = {}) => logger.info(cleaned(fields), event),
    warn: (event, fields = {}) => logger.warn(cleaned(fields), event),
    error: (event, fields = {}) => logger.error(cleaned(fields), event),
  };
}
