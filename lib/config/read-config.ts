import "server-only";
import type { z } from "zod";
import { readAccounts } from "#lib/config/accounts-file.ts";
import type {
  AccountConfig,
  CloudConfig,
  CloudCredentials,
  Config,
  ConfigProblem,
  SharedConfig,
} from "#lib/config/config.ts";
import { Secret } from "#lib/config/secret.ts";
import { type ReadFile, readSecretFile, type Variables, withSecretFiles } from "#lib/config/secret-files.ts";
import { unsafeCombinations } from "#lib/config/unsafe-combinations.ts";
import { cloudVariables, sharedVariables } from "#lib/config/variables-schema.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** What the emulator accepts when nothing else is said. */
const EMULATOR_KEY = { id: "emulator", secret: "emulator-secret" };

/**
 * Reads the environment into a `Config`, or into every problem it has, all at once.
 *
 * Without ECS_MODE this is the emulator; with it there is no falling back from one to the other. Messages name
 * variables and rules, never a value, because most of the values are secrets.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  facts: { readFile?: ReadFile } = {},
): Result<Config, ConfigProblem[]> {
  const { variables, problems } = withSecretFiles(env, facts.readFile ?? readSecretFile);
  const shared = sharedVariables.safeParse(variables);
  const cloud = cloudVariables.safeParse({ ...variables, ECS_MODE: variables.ECS_MODE ?? "emulator" });
  const path = variables.ENI_DESK_ACCOUNTS;
  const accounts = path === undefined ? ok(null) : readAccounts(path, facts.readFile);
  const all = [
    ...problems,
    ...schemaProblems(shared.error),
    ...schemaProblems(cloud.error),
    ...unsafeCombinations(variables),
    ...(accounts.ok ? [] : accounts.error),
  ];
  if (!shared.success || !cloud.success || !accounts.ok || all.length > 0) return err(withoutEchoes(all));
  return ok({
    ...sharedConfig(shared.data, variables, accounts.value),
    ...cloudConfig(cloud.data, variables),
  });
}

function schemaProblems(error: z.ZodError | undefined): ConfigProblem[] {
  return (error?.issues ?? []).map((issue) => {
    const variable = String(issue.path[0]);
    return { variables: [variable], message: `${variable} ${issue.message}.` };
  });
}

/** An unreadable secret file already says why its variable is missing. */
function withoutEchoes(problems: ConfigProblem[]): ConfigProblem[] {
  const explained = new Set(problems.flatMap((problem) => problem.variables));
  return problems.filter(
    ({ variables, message }) => !(/ is missing/.test(message) && explained.has(`${variables[0]}_FILE`)),
  );
}

function sharedConfig(
  read: z.infer<typeof sharedVariables>,
  variables: Variables,
  accounts: AccountConfig[] | null,
): SharedConfig {
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    databaseOwnerUrl: read.DATABASE_OWNER_URL ?? null,
    nextAuthSecret: new Secret(read.NEXTAUTH_SECRET),
    publicUrl: read.NEXTAUTH_URL ?? new URL(`http://localhost:${read.PORT}`),
    regions: read.ENI_DESK_REGIONS,
    accounts,
    observeOnly: read.ENI_DESK_OBSERVE_ONLY,
    ticketPattern: read.TICKET_PATTERN ?? null,
    ticketRequired: read.TICKET_REQUIRED,
    trustedProxies: read.TRUSTED_PROXIES,
    logLevel: read.LOG_LEVEL,
    stuckAfterS: read.STUCK_AFTER_S,
    settleWindowS: read.SETTLE_WINDOW_S,
    sendDeadlineS: read.SEND_DEADLINE_S,
    sendLeaseS: read.SEND_LEASE_S,
    ecsAnswerTimeoutS: read.ECS_ANSWER_TIMEOUT_S,
    requestsPerPerson: read.REQUESTS_PER_PERSON,
    requestsPerVpc: read.REQUESTS_PER_VPC,
    failpoint: read.ENI_DESK_FAILPOINT ?? null,
    clockOffsetMs: read.ENI_DESK_CLOCK_OFFSET_MS,
    httpsProxy: variables.HTTPS_PROXY === undefined ? null : new Secret(variables.HTTPS_PROXY),
    auditSigningKey: read.AUDIT_SIGNING_KEY ?? null,
    auditHeadsTo: read.AUDIT_HEADS_TO ?? null,
    auditRetentionDays: read.AUDIT_RETENTION_DAYS ?? null,
    alertWebhook:
      read.ALERT_WEBHOOK && read.ALERT_WEBHOOK_SECRET
        ? { url: read.ALERT_WEBHOOK, secret: read.ALERT_WEBHOOK_SECRET }
        : null,
    metricsToken: read.METRICS_TOKEN ?? null,
    openId: openIdConfig(read),
    extraCaFile: read.NODE_EXTRA_CA_CERTS ?? null,
    demo: read.ENI_DESK_DEMO,
  };
}

function openIdConfig(read: z.infer<typeof sharedVariables>): SharedConfig["openId"] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read;
  const roleMap = read.OIDC_ROLE_MAP;
  if (!(issuer && clientId && clientSecret && roleMap)) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    roleMap,
    rolesClaim: read.OIDC_ROLES_CLAIM,
    scope: read.OIDC_SCOPE,
    signingAlgorithm: read.OIDC_SIGNING_ALGORITHM,
  };
}

function cloudConfig(read: z.infer<typeof cloudVariables>, variables: Variables): CloudConfig {
  const accessKey = {
    kind: "access-key" as const,
    accessKeyId: read.ALIBABA_CLOUD_ACCESS_KEY_ID ?? EMULATOR_KEY.id,
    accessKeySecret: new Secret(read.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? EMULATOR_KEY.secret),
    securityToken:
      read.ALIBABA_CLOUD_SECURITY_TOKEN === undefined ? null : new Secret(read.ALIBABA_CLOUD_SECURITY_TOKEN),
  };
  if (read.ECS_MODE === "emulator") {
    return { mode: "emulator", ecsEndpoint: read.ECS_ENDPOINT, credentials: accessKey };
  }
  const uri = variables.ALIBABA_CLOUD_CREDENTIALS_URI;
  const credentials: CloudCredentials =
    read.ALIBABA_CLOUD_ACCESS_KEY_ID !== undefined
      ? accessKey
      : uri !== undefined
        ? { kind: "credentials-uri", uri: new Secret(uri) }
        : { kind: "default-chain" };
  return { mode: "alibaba-cloud", credentials };
}
