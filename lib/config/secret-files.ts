import "server-only";
import { readFileSync } from "node:fs";
import type { ConfigProblem } from "#lib/config/config.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** Variables as they are set: empty ones are gone, `…_FILE` ones replaced by what the file holds. */
export type Variables = Readonly<Record<string, string>>;

/** Reads a text file; the failure says why in words that hold no content. */
export type ReadFile = (path: string) => Result<string, string>;

/** Each may be given as a file instead, as container platforms mount secrets. */
const SECRET_VARIABLES = [
  "NEXTAUTH_SECRET",
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "ALIBABA_CLOUD_CREDENTIALS_URI",
  "HTTPS_PROXY",
  "AUDIT_SIGNING_KEY",
  "AUDIT_HEADS_TO",
  "ALERT_WEBHOOK",
  "ALERT_WEBHOOK_SECRET",
  "METRICS_TOKEN",
  "OIDC_CLIENT_SECRET",
] as const;

/** Larger is not a secret but a wrong path. */
const MAX_FILE_LENGTH = 16_384;

export function withSecretFiles(
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): { variables: Variables; problems: ConfigProblem[] } {
  const variables: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== "") variables[name] = value.trim();
  }
  for (const name of SECRET_VARIABLES) {
    const fileVariable = `${name}_FILE`;
    const path = variables[fileVariable];
    if (path === undefined) continue;
    if (variables[name] !== undefined) {
      problems.push({
        variables: [name, fileVariable],
        message: `${name} and ${fileVariable} are both set; keep one.`,
      });
      continue;
    }
    const content = readFile(path);
    if (content.ok) variables[name] = content.value;
    else problems.push({ variables: [fileVariable], message: `${fileVariable}: ${content.error}.` });
  }
  return { variables, problems };
}

/** One trailing line break is what editors and `echo` leave; the rest of the content is taken as it is. */
export function readSecretFile(path: string): Result<string, string> {
  try {
    const text = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    if (text.trim() === "") return err("the file is empty");
    return text.length > MAX_FILE_LENGTH ? err("the file is too large for a secret") : ok(text);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    return err(`the file cannot be read (${code})`);
  }
}
