import { z } from "zod";
import { accountIdSchema, regionIdSchema } from "#lib/core/ids.ts";
import { ROLES } from "#lib/domain/actor.ts";

/** How many values one part of a scope, and how many grants one person may have. */
const MOST = 50;

const vpcIdSchema = z.string().regex(/^vpc-[a-z0-9]{8,40}$/, "not a VPC id (vpc-…)");
/** ECS's own limits for tags: key 1 to 128, value up to 128 characters. */
const tagSchema = z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(128) });

const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.array(schema).min(1).max(MOST).readonly().optional();

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

/** A user as administrators see one. Times are ISO 8601 UTC. */
export const userSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  issuer: z.string(),
  grants: z.array(z.object({ role: z.enum(ROLES), scope: scopeSchema.nullable() })),
  disabled: z.boolean(),
  createdAt: z.string(),
  /** The OpenID provider decides about roles and password. */
  managedElsewhere: z.boolean(),
  /** Alive now. */
  sessions: z.number().int(),
  lastSeenAt: z.string().nullable(),
});
export type User = z.infer<typeof userSchema>;
export const userListSchema = z.object({ items: z.array(userSchema) });

const dutiesAccepted = z.boolean().default(false);
/** Body of POST /api/users. The password is made by the server and told once, in the answer. */
export const newUserSchema = z.strictObject({
  name: z.string().trim().min(1).max(64),
  displayName: z.string().trim().min(1).max(100).optional(),
  grants: grantsSchema,
  dutiesAccepted,
});
export const newGrantsSchema = z.strictObject({ grants: grantsSchema, dutiesAccepted });
export const disabledSchema = z.strictObject({ disabled: z.boolean() });
export const nothingSchema = z.strictObject({});

/** What a change of a user answers. `password` is there where one was made: this is the only time it is told. */
export const changedUserSchema = z.object({ name: z.string(), password: z.string().optional() });
export const signedOutSchema = z.object({ sessions: z.number().int() });

/** A right to ask for a detach that somebody held, and when: `until` null where they hold it still. */
export const accessSpanSchema = z.object({
  user: z.string(),
  userId: z.string(),
  scope: scopeSchema.nullable(),
  from: z.string(),
  until: z.string().nullable(),
  /** Who gave it, and the event that tells of it. */
  grantedBy: z.string(),
  seq: z.number().int(),
});
export type AccessSpan = z.infer<typeof accessSpanSchema>;

/** `complete`: every event since the first is there; otherwise what was archived is missing from the answer. */
export const accessReviewSchema = z.object({
  from: z.string(),
  to: z.string(),
  items: z.array(accessSpanSchema),
  complete: z.boolean(),
});
export type AccessReview = z.infer<typeof accessReviewSchema>;
