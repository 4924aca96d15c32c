/** Filters of the log as the address and the API name them. */
export const AUDIT_FILTERS = [
  "actor",
  "action",
  "target",
  "result",
  "requestId",
  "accountId",
  "regionId",
  "ticket",
  "from",
  "to",
] as const;
export type AuditFilterName = (typeof AUDIT_FILTERS)[number];

export type AuditQuery = Readonly<Partial<Record<AuditFilterName, string | undefined>>>;
