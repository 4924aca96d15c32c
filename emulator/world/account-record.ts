import { z } from "zod";
import { id } from "#emulator/world/field-schemas.ts";
import { conditionSchema } from "#emulator/world/policy-condition.ts";

const oneOrMore = z.union([z.string(), z.array(z.string())]);

/** One statement of a RAM policy. Fields that we do not know (`NotAction`) are refused, never passed over. */
export const statementSchema = z.strictObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: conditionSchema.optional(),
});
export type Statement = z.infer<typeof statementSchema>;

const accessKeySchema = z.strictObject({
  AccessKeyId: id,
  AccessKeySecret: id,
  Status: z.enum(["Active", "Inactive"]),
});

export const accountSchema = z.strictObject({
  AccountId: z.string().regex(/^\d{16}$/),
  AccountName: z.string(),
  Users: z.array(
    z.strictObject({
      UserId: id,
      UserName: id,
      AccessKeys: z.array(accessKeySchema),
      Policy: z.array(statementSchema),
    }),
  ),
  Roles: z.array(
    z.strictObject({
      RoleId: id,
      RoleName: id,
      MaxSessionDuration: z.int().min(900),
      /** User ids of any account that may assume the role; "*" for everyone. */
      TrustedUserIds: z.array(z.string()),
      Policy: z.array(statementSchema),
    }),
  ),
});
export type Account = Readonly<z.infer<typeof accountSchema>>;
