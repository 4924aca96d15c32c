import "server-only";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";

/** An AccessKey pair, and the token that belongs to it when it is a temporary one. Never logged, stored or sent. */
export interface EcsCredentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/**
 * Gives what to sign with, fresh enough for the next call. Fails without quoting any secret:
 * `not-sent`, or what STS said to AssumeRole.
 */
export interface CredentialsSource {
  get(): Promise<Result<EcsCredentials, EcsFailure>>;
}

export function staticCredentials(credentials: EcsCredentials): CredentialsSource {
  return { get: async () => ok(credentials) };
}

/**
 * Where the credentials library looks. `default-chain`: environment, OIDC, the aliyun CLI's profile,
 * `~/.alibabacloud/credentials`, instance RAM role, credentials URI, in this order. `credentials-uri`: that address
 * alone, so that nobody waits for the metadata service of a machine that is not on Alibaba Cloud.
 */
export type CredentialsOrigin = { kind: "default-chain" } | { kind: "credentials-uri"; uri: string };

/** Answers are awaited at most this long: profiles may name an external program, for which the library has no limit. */
const PATIENCE_MS = 20_000;

interface Provider {
  getCredentials(): Promise<{ accessKeyId?: string; accessKeySecret?: string; securityToken?: string }>;
}

/**
 * Credentials from `@alicloud/credentials`, which caches temporary ones and renews them 15 minutes before they end.
 *
 * Calls share one look-up and a failed provider is thrown away, because the chain remembers the last source it
 * tried even when that one failed or has not answered yet (2.4.7, providers/default.js).
 */
export function alibabaCloudCredentials(origin: CredentialsOrigin): CredentialsSource {
  let provider: Provider | null = null;
  let underWay: Promise<Result<EcsCredentials, EcsFailure>> | null = null;

  const lookUp = async (): Promise<Result<EcsCredentials, EcsFailure>> => {
    try {
      provider ??= await createProvider(origin);
      const found = readCredentials(await withinPatience(provider.getCredentials()));
      if (found) return ok(found);
    } catch {
      // The library's messages quote what it received, keys included, so none of their words are kept.
    }
    provider = null;
    return err({ kind: "not-sent", cause: causeFor(origin) });
  };

  return {
    get() {
      underWay ??= lookUp().finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}

/** Named imports: the package is CommonJS, whose default export differs between native ESM and bundlers. */
async function createProvider(origin: CredentialsOrigin): Promise<Provider> {
  const library = await import("@alicloud/credentials");
  return origin.kind === "credentials-uri"
    ? library.URICredentialsProvider.builder().withCredentialsURI(origin.uri).build()
    : library.DefaultCredentialsProvider.builder().build();
}

function readCredentials(given: Awaited<ReturnType<Provider["getCredentials"]>>): EcsCredentials | null {
  const { accessKeyId, accessKeySecret, securityToken } = given;
  if (!accessKeyId || !accessKeySecret) return null;
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret };
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no credentials in time")), PATIENCE_MS);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}

function causeFor(origin: CredentialsOrigin): string {
  return origin.kind === "credentials-uri"
    ? "the credentials URI gave no usable AccessKey"
    : "no AccessKey was found: neither in the environment, nor by OIDC, a profile file, the instance's RAM role or a credentials URI";
}
