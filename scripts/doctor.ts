import { parseArgs } from "node:util";
import type { AccountConfig } from "#lib/config/config.ts";
import { environmentConfig } from "#lib/config/environment.ts";
import { systemClock } from "#lib/core/clock.ts";
import { examine } from "#lib/doctor/examine.ts";
import { exitStatus, type Finding } from "#lib/doctor/finding.ts";
import { ramPolicies } from "#lib/doctor/ram-policies.ts";
import { rolePolicies } from "#lib/doctor/role-policies.ts";
import { loggable } from "#lib/log/log.ts";

/**
 * `npm run doctor`: what ENI Desk stands on, found or missing, and the RAM policies it needs. Changes nothing. Exit
 * status 0: all is well; 1: something is missing or wrong; 2: something could not be checked; 78: configuration.
 */
const USAGE = "usage: npm run doctor [-- --no-policies]";
const EXIT_CONFIG = 78;

function readOptions() {
  try {
    return parseArgs({ options: { "no-policies": { type: "boolean", default: false } } }).values;
  } catch {
    console.error(USAGE);
    process.exit(64);
  }
}

function line({ state, what, detail }: Finding): string {
  // The detail may quote the cloud, and this is a terminal.
  return `${state.padEnd(8)} ${what}: ${loggable(detail)}`;
}

function printRolePolicies(accounts: readonly AccountConfig[]): void {
  for (const { of, policy } of rolePolicies(accounts)) {
    console.log(`\nRAM policy of ${of}:`);
    console.log(JSON.stringify(policy, null, 2));
  }
}

function printPolicies(accountId: string | null): void {
  for (const { feature, roles, policy } of ramPolicies(accountId ?? "*")) {
    console.log(`\nRAM policy to ${feature}; used by the roles ${roles.join(", ")}:`);
    console.log(JSON.stringify(policy, null, 2));
  }
}

const options = readOptions();
const config = environmentConfig();
if (!config.ok) {
  console.error("wrong    configuration:");
  for (const { message } of config.error) console.error(`  - ${message}`);
  process.exit(EXIT_CONFIG);
}
const { findings, accountId } = await examine(config.value, systemClock);
for (const each of findings) console.log(line(each));
if (!options["no-policies"]) {
  if (config.value.accounts) printRolePolicies(config.value.accounts);
  else printPolicies(accountId);
  console.log("\nPut a region id in place of the first * of a resource to narrow it.");
}
process.exitCode = exitStatus(findings);
