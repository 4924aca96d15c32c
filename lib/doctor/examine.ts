import "server-only";
import { readFileSync } from "node:fs";
import type { Config } from "#lib/config/config.ts";
import type { Clock } from "#lib/core/clock.ts";
import { checkChanges } from "#lib/doctor/check-changes.ts";
import { type CloudCheck, checkCloud } from "#lib/doctor/check-cloud.ts";
import { checkDatabase } from "#lib/doctor/check-database.ts";
import { cloudClock, describeWayOut } from "#lib/doctor/check-way-out.ts";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";
import type { AccountAccess } from "#lib/inventory/inventory.ts";

export interface Examination {
  findings: Finding[];
  /** Null while the cloud did not tell, and with several accounts. */
  accountId: string | null;
}

/** Looks at everything ENI Desk stands on, changes nothing, and never throws for what it finds. */
export async function examine(config: Config, clock: Clock): Promise<Examination> {
  const authorities = readAuthorities(config.extraCaFile);
  const extraCa = authorities ?? [];
  const calls: EcsCallRecord[] = [];
  const access = findAccounts(config, clock, extraCa, (call) => calls.push(call));
  const assumed = config.accounts ? await access.find() : null;
  const cloud = assumed?.ok
    ? await checkAccounts(assumed.value, config.regions)
    : await checkOwn(access.clientFor(""), config.regions);
  access.close();
  const database = await checkDatabase({
    url: config.databaseUrl.reveal(),
    ownerUrl: config.databaseOwnerUrl?.reveal() ?? null,
    extraCa,
    clock,
  });
  const unreadable = finding("wrong", "certificate authorities", "NODE_EXTRA_CA_CERTS cannot be read");
  return {
    findings: [
      finding("ok", "configuration", `ECS_MODE=${config.mode}`),
      ...describeWayOut(config),
      ...(authorities === null ? [unreadable] : []),
      ...cloud.findings,
      cloudClock(calls),
      ...database,
    ],
    accountId: cloud.accountId,
  };
}

async function checkOwn(ecs: EcsClient, wanted: "all" | readonly string[]): Promise<CloudCheck> {
  const { findings, accountId } = await checkCloud(ecs, wanted);
  return { findings: [...findings, ...(await checkChanges({ kind: "own-credentials", ecs }))], accountId };
}

/** Through the roles in each: the credentials themselves need no right but to assume them. */
async function checkAccounts(
  accounts: readonly AccountAccess[],
  wanted: "all" | readonly string[],
): Promise<CloudCheck> {
  const findings: Finding[] = [];
  for (const { account, ecs, changes, regions } of accounts) {
    const { findings: found } = await checkCloud(ecs, regions ?? wanted);
    found.push(...(await checkChanges(changes)));
    findings.push(...found.map((each) => ({ ...each, what: `account ${account.accountId}, ${each.what}` })));
  }
  return { findings, accountId: null };
}

function readAuthorities(path: string | null): string[] | null {
  try {
    return path === null ? [] : [readFileSync(path, "utf8")];
  } catch {
    // Said as a finding; the path is in the configuration.
    return null;
  }
}
