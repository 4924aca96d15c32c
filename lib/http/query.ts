import "server-only";

import { z } from "zod";
import { AUDIT_CURSOR } from "#lib/audit/audit-log.ts";
import {
  accountIdSchema,
  instanceIdSchema,
  networkInterfaceIdSchema,
  regionIdSchema,
} from "#lib/core/ids.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { REQUEST_STATES } from "#lib/domain/detach-request.ts";
import { issuesOf } from "#lib/http/read-body.ts";
import { CURSOR_PATTERN } from "#lib/inventory/paging.ts";
import { parseSearch, searchIssue } from "#lib/policy/search-query.ts";
import { isRequestCursor } from "#lib/requests/read-requests.ts";

/** Status, type and sort are open sets: any short word is let through and simply matches nothing. */
const word = z.string().regex(/^-?[A-Za-z0-9_.-]{1,64}$/);
const limit = z.coerce.number().int().min(1).max(500).default(50);
const searchText = z
  .string()
  .trim()
  .max(200)
  .superRefine((text, context) => {
    const parsed = parseSearch(text);
    if (!parsed.ok) context.addIssue({ code: "custom", message: searchIssue(parsed.error) });
  });

export const listQuerySchema = z.object({
  q: searchText.optional(),
  accountId: accountIdSchema.optional(),
  regionId: regionIdSchema.optional(),
  status: word.optional(),
  sort: word.optional(),
  cursor: z.string().regex(CURSOR_PATTERN).optional(),
  offset: z.coerce.number().int().min(0).max(999_999_999).optional(),
  version: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16}$/)
    .optional(),
  limit,
});

export const networkInterfaceQuerySchema = listQuerySchema.extend({
  instanceId: instanceIdSchema.optional(),
  vpcId: word.optional(),
  type: word.optional(),
  detachable: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
});

/** A page's address names what is asked for, not the window that a table has scrolled to. */
const windowParts = { cursor: true, offset: true, version: true } as const;
export const instancePageQuerySchema = listQuerySchema.omit(windowParts);
export const networkInterfacePageQuerySchema = networkInterfaceQuerySchema.omit(windowParts);

const wholeParts = { ...windowParts, limit: true } as const;
const fileFormat = { format: z.enum(["csv", "json"]) };
export const instanceExportQuerySchema = listQuerySchema.omit(wholeParts).extend(fileFormat);
export const networkInterfaceExportQuerySchema = networkInterfaceQuerySchema
  .omit(wholeParts)
  .extend(fileFormat);

export const placeQuerySchema = z.object({ accountId: accountIdSchema.optional(), regionId: regionIdSchema });
export const preflightQuerySchema = placeQuerySchema.extend({
  instanceId: instanceIdSchema.optional(),
  request: z.uuid().optional(),
  action: z.enum(["detach", "attach"]).default("detach"),
});

const day = z.union([z.iso.datetime(), z.iso.date()]).transform((text) => new Date(text).toISOString());
const shortText = z.string().trim().min(1).max(200);

export const requestQuerySchema = z.object({
  state: z.enum([...REQUEST_STATES, "open"]).optional(),
  actor: shortText.optional(),
  networkInterfaceId: networkInterfaceIdSchema.optional(),
  instanceId: instanceIdSchema.optional(),
  requestId: shortText.optional(),
  from: day.optional(),
  to: day.optional(),
  cursor: z.string().max(300).refine(isRequestCursor, "not a cursor of this list").optional(),
  limit,
});

export const auditQuerySchema = z.object({
  actor: shortText.optional(),
  action: word.optional(),
  target: shortText.optional(),
  result: z.enum(["ok", "refused", "blocked", "failed", "unknown"]).optional(),
  requestId: shortText.optional(),
  accountId: accountIdSchema.optional(),
  regionId: regionIdSchema.optional(),
  ticket: shortText.optional(),
  from: day.optional(),
  to: day.optional(),
  cursor: z.string().regex(AUDIT_CURSOR).optional(),
  limit,
});

export type QueryIssues = { path: string; message: string }[];

/** The parameters of an address, checked. An empty parameter is as good as none; the last of a repeated one counts. */
export function readQuery<S extends z.ZodType>(
  parameters: URLSearchParams | Record<string, string | string[] | undefined>,
  schema: S,
): Result<z.output<S>, QueryIssues> {
  const pairs =
    parameters instanceof URLSearchParams
      ? [...parameters.entries()]
      : Object.entries(parameters).map(
          ([key, value]) => [key, Array.isArray(value) ? value.at(-1) : value] as const,
        );
  const given = Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  return parsed.success ? ok(parsed.data) : err(issuesOf(parsed.error));
}
