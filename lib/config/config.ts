import "server-only";
import type { Secret } from "#lib/config/secret.ts";
import type { Grant } from "#lib/domain/scope.ts";

/** See lib/requests/failpoint.ts for the points. */
export interface Failpoint {
  name: string;
  signal: "SIGKILL" | "SIGSTOP";
  /** The first, second … time that it is reached. */
  nth: number;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** Everything the environment decides, read once. There is no half of it: `readConfig` gives all or the problems. */
export type Config = SharedConfig & CloudConfig;

export interface SharedConfig {
  /** 0 to 65535; 0 lets the system choose (tests). */
  port: number;
  host: string;
  /** A `file:` address, or one of PostgreSQL, which may hold a password. */
  databaseUrl: Secret;
  /** PostgreSQL: the role that owns the tables. Null: the role of `databaseUrl` does. */
  databaseOwnerUrl: Secret | null;
  /** At least 32 bytes. */
  nextAuthSecret: Secret;
  /** Where browsers find this server: an origin, without a path. */
  publicUrl: URL;
  /** `all`, or the regions to show. */
  regions: "all" | readonly string[];
  /** Reached by assuming a role in each; null: the one account of the credentials. */
  accounts: readonly AccountConfig[] | null;
  observeOnly: boolean;
  /** The whole ticket must match. */
  ticketPattern: RegExp | null;
  ticketRequired: boolean;
  /** Addresses and CIDR blocks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  logLevel: LogLevel;
  stuckAfterS: number;
  settleWindowS: number;
  /** How long a call that never reached ECS, or was throttled, is made again within one request. */
  sendDeadlineS: number;
  /** How long a replica that is sending keeps the others away; longer than a call may take. */
  sendLeaseS: number;
  /** How long ECS may take for one answer. */
  ecsAnswerTimeoutS: number;
  /** How many requests one person may open in ten minutes, and how many may be opened in one VPC; 0: no limit. */
  requestsPerPerson: number;
  requestsPerVpc: number;
  /** For the fault suite, with the emulator only: where this process ends or stops, as `point:kill|stop[:nth]`. */
  failpoint: Failpoint | null;
  /** For the fault suite, with the emulator only: how wrong the clock of this process is made. */
  clockOffsetMs: number;
  /** May hold a password. */
  httpsProxy: Secret | null;
  /** An Ed25519 private key in PKCS8 PEM; null: the heads of the audit log are published unsigned. */
  auditSigningKey: Secret | null;
  auditHeadsTo: HeadsTo | null;
  /** At least 180; null: nothing is ever taken out of the audit log. */
  auditRetentionDays: number | null;
  /** Where notices are posted, and what they are signed with. Null: they are told to the log alone. */
  alertWebhook: { url: Secret; secret: Secret } | null;
  /** Who sends it as a bearer may read /api/metrics. Null: there is no such address. */
  metricsToken: Secret | null;
  /** Null: nobody signs in but local users. */
  openId: OpenIdConfig | null;
  extraCaFile: string | null;
  /** The demo's accounts with their published password exist. Only ever true in emulator mode. */
  demo: boolean;
}

/** An account whose resources are read with one role in it and changed with another. */
export interface AccountConfig {
  accountId: string;
  name: string;
  readRoleArn: string;
  /** Null: nothing in it is changed through ENI Desk. */
  changeRoleArn: string | null;
  /** What the roles' trust policies may ask for besides who calls. */
  externalId: Secret | null;
  /** Null: those of ENI_DESK_REGIONS. */
  regions: readonly string[] | null;
}

/** An OpenID provider that people sign in with, and what its claims give. */
export interface OpenIdConfig {
  /** Compared letter by letter with the `iss` of tokens. */
  issuer: string;
  clientId: string;
  clientSecret: Secret;
  /** The name of a claim, or a path of names joined by dots. */
  rolesClaim: string;
  /** What each value of that claim gives. */
  roleMap: ReadonlyMap<string, readonly Grant[]>;
  scope: string;
  signingAlgorithm: "RS256" | "PS256" | "ES256" | "EdDSA";
}

/** Where the heads of the audit log go besides the log itself. A webhook's address may hold a secret. */
export type HeadsTo = { kind: "file"; path: string } | { kind: "webhook"; url: Secret };

export type CloudConfig =
  | { mode: "emulator"; ecsEndpoint: URL; credentials: AccessKey }
  | { mode: "alibaba-cloud"; credentials: CloudCredentials };

export interface AccessKey {
  kind: "access-key";
  accessKeyId: string;
  accessKeySecret: Secret;
  /** Present with temporary keys of STS. */
  securityToken: Secret | null;
}

/** `default-chain`: the credentials library finds a role, a profile or an instance's role by itself. */
export type CloudCredentials =
  | AccessKey
  | { kind: "credentials-uri"; uri: Secret }
  | { kind: "default-chain" };

/** One thing that is wrong. Names variables and rules, never the value that was found. */
export interface ConfigProblem {
  variables: readonly string[];
  message: string;
}
