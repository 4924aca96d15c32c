import "server-only";
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { AccountConfig, ConfigProblem } from "#lib/config/config.ts";
import { Secret } from "#lib/config/secret.ts";
import type { ReadFile } from "#lib/config/secret-files.ts";
import { regionIdSchema } from "#lib/core/ids.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

const VARIABLE = "ENI_DESK_ACCOUNTS";
const ROLE_ARN = /^acs:ram::(\d{16}):role\/[\w.-]{1,64}$/;
/** Some thousand accounts; larger is a wrong path. */
const MAX_FILE_LENGTH = 1_048_576;

const roleArnSchema = z.string("is missing").regex(ROLE_ARN, "must be acs:ram::<account id>:role/<name>");

const accountSchema = z.strictObject({
  name: z.string("is missing").trim().min(1, "must not be empty").max(64, "must be at most 64 characters"),
  readRoleArn: roleArnSchema,
  changeRoleArn: roleArnSchema.optional(),
  accountId: z.string("must be an account id").optional(),
  externalId: z
    .string("must be a text")
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1224 of A-Z a-z 0-9 _ + = , . @ : / -")
    .optional(),
  regions: z
    .array(regionIdSchema, "must be a list of region ids")
    .min(1, "must name at least one region")
    .optional(),
});
type WrittenAccount = z.infer<typeof accountSchema>;

const fileSchema = z
  .array(accountSchema, "must be a list of accounts")
  .min(1, "must name at least one account");

/**
 * Reads the accounts that are reached by assuming a role, or everything that is wrong with their file. Messages name
 * the place in the file, never what stands there.
 */
export function readAccounts(
  path: string,
  readFile: ReadFile = readAccountsFile,
): Result<AccountConfig[], ConfigProblem[]> {
  const text = readFile(path);
  if (!text.ok) return err([problem(text.error)]);
  const parsed = parseYaml(text.value);
  if (!parsed.ok) return err(parsed.error.map(problem));
  const read = fileSchema.safeParse(parsed.value);
  if (!read.success) return err(read.error.issues.flatMap(wordsOf).map(problem));
  const doubts = contradictions(read.data);
  return doubts.length > 0 ? err(doubts.map(problem)) : ok(read.data.map(accountFrom));
}

/** Every scalar stays a text (failsafe): an account id must not become a number. */
function parseYaml(text: string): Result<unknown, string[]> {
  const document = parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  if (document.errors.length > 0) {
    const at = document.errors.map(
      ({ code, linePos }) => `is not YAML: ${code} in line ${linePos?.[0].line}`,
    );
    return err(at);
  }
  try {
    return ok(document.toJS({ maxAliasCount: 0 }));
  } catch {
    return err(["must not use aliases"]);
  }
}

function wordsOf({ path, message, ...issue }: z.core.$ZodIssue): string[] {
  const [index, ...rest] = path;
  if (typeof index !== "number") return [message];
  if (issue.code === "unrecognized_keys") {
    return [`account ${index + 1} has a key that is not known; is it misspelt?`];
  }
  return [`account ${index + 1}: ${rest.join(".")} ${message}`];
}

const accountIn = (roleArn: string) => ROLE_ARN.exec(roleArn)?.[1] ?? "";
const idOf = ({ readRoleArn }: WrittenAccount) => accountIn(readRoleArn);

/** A role for changes in another account would change what nobody saw; the role of reads must not be able to. */
function doubtsAboutChanges({ readRoleArn, changeRoleArn }: WrittenAccount): string[] {
  if (changeRoleArn === undefined) return [];
  if (accountIn(changeRoleArn) !== accountIn(readRoleArn)) {
    return ["changeRoleArn is in another account than readRoleArn"];
  }
  const isSame = changeRoleArn.toLowerCase() === readRoleArn.toLowerCase();
  return isSame ? ["changeRoleArn must be another role than readRoleArn, which only reads"] : [];
}

function contradictions(accounts: readonly WrittenAccount[]): string[] {
  const ids = accounts.map(idOf);
  return accounts.flatMap((account, index) => {
    const place = `account ${index + 1}`;
    const first = ids.indexOf(ids[index] ?? "");
    return [
      ...(account.accountId !== undefined && account.accountId !== ids[index]
        ? [`${place}: accountId is not the one in readRoleArn`]
        : []),
      ...doubtsAboutChanges(account).map((words) => `${place}: ${words}`),
      ...(first < index ? [`${place} is the same account as account ${first + 1}`] : []),
    ];
  });
}

function accountFrom(account: WrittenAccount): AccountConfig {
  const { name, readRoleArn, changeRoleArn = null, externalId, regions = null } = account;
  const secret = externalId === undefined ? null : new Secret(externalId);
  return { accountId: idOf(account), name, readRoleArn, changeRoleArn, externalId: secret, regions };
}

const problem = (words: string): ConfigProblem => ({
  variables: [VARIABLE],
  message: `${VARIABLE}: ${words}.`,
});

function readAccountsFile(path: string): Result<string, string> {
  try {
    const text = readFileSync(path, "utf8");
    return text.length > MAX_FILE_LENGTH ? err("the file is too large") : ok(text);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    return err(`the file cannot be read (${code})`);
  }
}
