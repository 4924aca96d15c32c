import { z } from "zod";
import { accountIdSchema, regionIdSchema } from "#lib/core/ids.ts";
import { ROLES } from "#lib/domain/actor.ts";

/** How many values one part of a scope, and how many grants one person may have. */
const MOST = 50;

const vpcIdSchema = z.string().regex(/^vpc-[a-z0-9]{8,40}$/, "not a VPC id (vpc-…)");
/** ECS's own limits for tags: key 1 to 128, value up to 128 characters. */
const tagSchema = z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(128) });

const listOf = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).min(1).max(MOST).optional();

/** Where a role holds: by account, region, VPC and tag. At least one part; an empty scope would say nothing. */
export const scopeSchema = z
  .strictObject({
    accountIds: listOf(accountIdSchema),
    regionIds: listOf(regionIdSchema),
    vpcIds: listOf(vpcIdSchema),
    tags: listOf(tagSchema),
  })
  .refine((scope) => Object.values(scope).some((part) => part !== undefined), "name at least one limit");

/**
 * A role and where it holds. Users and settings have no place, so an admin has no limit; an event of the log has an
 * account and a region and neither VPC nor tags, so an auditor is limited by those two only.
 */
export const grantSchema = z
  .strictObject({ role: z.enum(ROLES), scope: scopeSchema.nullable() })
  .superRefine(({ role, scope }, issues) => {
    const wrong =
      scope !== null && role === "admin"
        ? "an admin cannot be limited"
        : (scope?.vpcIds ?? scope?.tags) && role === "auditor"
          ? "an auditor is limited by account and region only"
          : null;
    if (wrong !== null) issues.addIssue({ code: "custom", path: ["scope"], message: wrong });
  });

export const grantsSchema = z.array(grantSchema).min(1, "at least one role").max(MOST);
/** As they stand on a user's row: roles that hold in a scope only, possibly none. */
export const scopedRolesSchema = z.array(
  grantSchema.refine(({ scope }) => scope !== null, "a scope is missing"),
);
