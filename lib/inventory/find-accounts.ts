import "server-only";

import type { AccountConfig, Config } from "#lib/config/config.ts";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { ok } from "#lib/core/result.ts";
import { assumedRole } from "#lib/ecs/assumed-role.ts";
import type { CallContext, EcsCallLog } from "#lib/ecs/call.ts";
import { CallBudget } from "#lib/ecs/call-budget.ts";
import { type ChangeAccess, ChangeRole, type KeptSessions } from "#lib/ecs/change-role.ts";
import { createEcsClient, type EcsClient } from "#lib/ecs/client.ts";
import { alibabaCloudCredentials, type CredentialsSource, staticCredentials } from "#lib/ecs/credentials.ts";
import { alibabaCloudEndpoints, type EndpointSource, emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { type EgressProxy, parseProxy } from "#lib/ecs/proxy.ts";
import { ServerClock } from "#lib/ecs/server-clock.ts";
import { createTransport } from "#lib/ecs/transport.ts";
import type { AccountAccess, FindAccounts } from "#lib/inventory/inventory.ts";

/** What the cloud's own logs call the reads of ENI Desk. */
const READ_SESSION_NAME = "eni-desk-read";
/** What every role allows. */
const READ_SESSION_S = 3_600;

function credentialsOf({ credentials }: Config): CredentialsSource {
  if (credentials.kind === "default-chain") return alibabaCloudCredentials({ kind: "default-chain" });
  if (credentials.kind === "credentials-uri") {
    return alibabaCloudCredentials({ kind: "credentials-uri", uri: credentials.uri.reveal() });
  }
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return staticCredentials({
    accessKeyId,
    accessKeySecret: accessKeySecret.reveal(),
    ...(securityToken ? { securityToken: securityToken.reveal() } : {}),
  });
}

function endpointsOf(config: Config): EndpointSource {
  if (config.mode === "alibaba-cloud") return alibabaCloudEndpoints();
  const endpoints = emulatorEndpoints(config.ecsEndpoint.origin);
  invariant(endpoints.ok, "the configuration lets only a loopback emulator through");
  return endpoints.value;
}

function proxyOf({ mode, httpsProxy }: Config): EgressProxy | null {
  if (mode !== "alibaba-cloud" || httpsProxy === null) return null;
  const proxy = parseProxy(httpsProxy.reveal());
  invariant(proxy.ok, "the configuration lets only a usable proxy through");
  return proxy.value;
}

/**
 * The accounts of ENI_DESK_ACCOUNTS, each read through one role and changed through another; without it the one behind the configured credentials, told
 * by STS, whose name is its id. A role that can't be assumed is told by the first read of its account, so that one
 * account never hides another.
 */
export function findAccounts(
  config: Config,
  clock: Clock,
  extraCa: readonly string[],
  log: EcsCallLog,
): { find: FindAccounts; clientFor(accountId: string): EcsClient; budget: CallBudget; close(): void } {
  const answerTimeoutMs = config.ecsAnswerTimeoutS * 1_000;
  const transport = createTransport({ proxy: proxyOf(config), extraCa, answerTimeoutMs });
  const serverClock = new ServerClock();
  const budget = new CallBudget();
  const credentials = credentialsOf(config);
  const endpoints = endpointsOf(config);
  const clientFor = (accountId: string) =>
    createEcsClient({ accountId, credentials, endpoints, transport, clock, serverClock, log, budget });
  const kept: KeptSessions = new Map();
  const throughRoles = (account: AccountConfig): AccountAccess => {
    const { accountId, name, readRoleArn, changeRoleArn, regions } = account;
    const externalId = account.externalId?.reveal();
    // Of the account alone: what its reads have learnt of the regions serves its changes too.
    const endpoints = endpointsOf(config);
    const context: CallContext = { accountId, credentials, transport, clock, serverClock, log, budget };
    const role = assumedRole(context, endpoints.identity(), {
      roleArn: readRoleArn,
      sessionName: READ_SESSION_NAME,
      durationS: READ_SESSION_S,
      externalId,
    });
    const changes: ChangeAccess =
      changeRoleArn === null
        ? { kind: "none" }
        : {
            kind: "role",
            role: new ChangeRole({ roleArn: changeRoleArn, externalId, context, endpoints, kept }),
          };
    return {
      account: { accountId, name },
      ecs: createEcsClient({ ...context, credentials: role, endpoints }),
      changes,
      regions: regions ?? undefined,
    };
  };
  const assumed = config.accounts?.map(throughRoles);
  const find: FindAccounts = async () => {
    if (assumed) return ok(assumed);
    const identity = await clientFor("").getCallerIdentity();
    if (!identity.ok) return identity;
    const { accountId } = identity.value;
    const name = config.mode === "emulator" ? "Emulator" : accountId;
    const ecs = clientFor(accountId);
    return ok([{ account: { accountId, name }, ecs, changes: { kind: "own-credentials", ecs } }]);
  };
  return { find, clientFor, budget, close: () => transport.close() };
}
