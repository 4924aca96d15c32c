import "server-only";
import { partner } from "#emulator/seed/well-known.ts";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import { EMULATOR_ACCOUNT_ID } from "#lib/ecs/testing/emulated-client.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";

const role = (name: string, accountId: string = EMULATOR_ACCOUNT_ID) => `acs:ram::${accountId}:role/${name}`;

/** For changes of the first account. It may do everything, so that what is refused is refused by the session. */
export const CHANGE_ROLE_ARN = role("eni-desk");

const main = (more: string) =>
  `- { name: Main, readRoleArn: "${role("eni-desk-readonly")}", regions: [cn-hangzhou]${more} }`;
const WATCHED = `- { name: Watched, readRoleArn: "${role("eni-desk-readonly", partner.accountId)}", regions: [cn-hangzhou] }`;

/** The first account with a role for changes, the second one without. */
export const CHANGED_AND_WATCHED = `${main(`, changeRoleArn: "${CHANGE_ROLE_ARN}"`)}\n${WATCHED}`;
/** No role for changes anywhere. */
export const ALL_WATCHED = `${main("")}\n${WATCHED}`;

/** The accounts of a file, as the server would reach them at the emulator of `url`. */
export function accountsOf(url: string, file: string) {
  const variables = {
    NEXTAUTH_SECRET: "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU",
    ECS_ENDPOINT: url,
    ENI_DESK_ACCOUNTS: "accounts.yaml",
  };
  const config = readConfig(variables, { readFile: () => ok(file) });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return findAccounts(config.value, systemClock, [], () => {});
}
