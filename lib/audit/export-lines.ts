import "server-only";
import type { AuditCover, AuditEventView } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { type CsvCell, csvLine } from "#lib/format/csv.ts";

/** In the order of the columns. */
const COLUMNS: ReadonlyArray<readonly [heading: string, cell: (event: AuditEventView) => CsvCell]> = [
  ["seq", (event) => event.seq],
  ["at", (event) => event.at],
  ["action", (event) => event.action],
  ["result", (event) => event.result],
  ["actor", (event) => event.actor.name],
  ["actorSubject", (event) => event.actor.subject],
  ["actorIssuer", (event) => event.actor.issuer],
  ["actorRoles", (event) => event.actor.roles.join(" ")],
  ["accountId", (event) => event.target?.accountId],
  ["regionId", (event) => event.target?.regionId],
  ["instanceId", (event) => event.target?.instanceId],
  ["networkInterfaceId", (event) => event.target?.networkInterfaceId],
  ["reason", (event) => event.reason],
  ["ticket", (event) => event.ticket],
  ["requestId", (event) => event.requestId],
  ["code", (event) => event.code],
  ["message", (event) => event.message],
  ["request", (event) => event.request],
  ["attempt", (event) => event.attempt],
  ["fromAddress", (event) => event.from?.address],
  ["fromUserAgent", (event) => event.from?.userAgent],
  ["cloudIdentity", (event) => event.cloudIdentity],
  ["before", (event) => event.before && canonicalJson(event.before)],
  ["after", (event) => event.after && canonicalJson(event.after)],
  ["schemaVersion", (event) => event.schemaVersion],
  ["correlationId", (event) => event.correlationId],
  ["prevHash", (event) => event.prevHash],
  ["hash", (event) => event.hash],
];

/** What the last event of a file carries besides itself: it is how the file says what it covers, and that it is whole. */
const COVER = "export";

/** The first line of a CSV export. Lines end in CRLF (RFC 4180). */
export function csvHeading(): string {
  return csvLine([...COLUMNS.map(([heading]) => heading), COVER]);
}

/** One event as a line of CSV. */
export function toCsv(event: AuditEventView, cover?: AuditCover): string {
  return csvLine([...COLUMNS.map(([, cell]) => cell(event)), cover && canonicalJson(cover)]);
}

/** One event as a line of JSON: exactly what the hash covers, and the hashes. */
export function toJsonl(event: AuditEventView, cover?: AuditCover): string {
  return `${canonicalJson({ ...event, [COVER]: cover })}\n`;
}
