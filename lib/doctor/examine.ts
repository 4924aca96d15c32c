import "server-only";
import { readFileSync } from "node:fs";
import type { Config } from "#lib/config/config.ts";
import type { Clock } from "#lib/core/clock.ts";
import { checkCloud } from "#lib/doctor/check-cloud.ts";
import { checkDatabase } from "#lib/doctor/check-database.ts";
import { cloudClock, describeWayOut } from "#lib/doctor/check-way-out.ts";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";

export interface Examination {
  findings: Finding[];
  /** Null while the cloud did not tell. */
  accountId: string | null;
}

/** Looks at everything ENI Desk stands on, changes nothing, and never throws for what it finds. */
export async function examine(config: Config, clock: Clock): Promise<Examination> {
  const authorities = readAuthorities(config.extraCaFile);
  const extraCa = authorities ?? [];
  const calls: EcsCallRecord[] = [];
  const access = findAccounts(config, clock, extraCa, (call) => calls.push(call));
  const cloud = await checkCloud(access.clientFor(""), config.regions);
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

function readAuthorities(path: string | null): string[] | null {
  try {
    return path === null ? [] : [readFileSync(path, "utf8")];
  } catch {
    // Said as a finding; the path is in the configuration.
    return null;
  }
}
