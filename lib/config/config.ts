import "server-only";
import type { Secret } from "#lib/config/secret.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** Everything the environment decides, read once. There is no half of it: `readConfig` gives all or the problems. */
export type Config = SharedConfig & CloudConfig;

export interface SharedConfig {
  /** 0 to 65535; 0 lets the system choose (tests). */
  port: number;
  host: string;
  /** A `file:` address. */
  databaseUrl: string;
  /** At least 32 bytes. */
  nextAuthSecret: Secret;
  /** Where browsers find this server: an origin, without a path. */
  publicUrl: URL;
  /** `all`, or the regions to show. */
  regions: "all" | readonly string[];
  observeOnly: boolean;
  /** The whole ticket must match. */
  ticketPattern: RegExp | null;
  ticketRequired: boolean;
  /** Addresses and CIDR blocks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  logLevel: LogLevel;
  stuckAfterS: number;
  settleWindowS: number;
  /** May hold a password. */
  httpsProxy: Secret | null;
  extraCaFile: string | null;
  /** The demo's accounts with their published password exist. Only ever true in emulator mode. */
  demo: boolean;
}

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
