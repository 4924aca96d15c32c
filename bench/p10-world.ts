import { DEMO_ACCOUNTS } from "#emulator/seed/demo-accounts.ts";
import { FleetBuilder } from "#emulator/seed/fleet-builder.ts";
import { PLACES } from "#emulator/seed/places.ts";
import { partner } from "#emulator/seed/well-known.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

const INSTANCES_PER_PAIR = 10;
const ENIS_PER_INSTANCE = 3;
const READER = "reader";
/** The demo's accounts, and one more. */
const ACCOUNT_IDS = [DEMO_ACCOUNTS[0]?.AccountId ?? "", partner.accountId, "1000000000000003"] as const;

export const PAIRS = ACCOUNT_IDS.length * PLACES.length;
/** The pair that its role may not read. */
export const REFUSED = { accountId: ACCOUNT_IDS[2], regionId: "cn-shanghai" } as const;
/** The pair whose quota somebody else has used up. */
export const THROTTLED = {
  accountId: partner.accountId,
  regionId: "eu-central-1",
  key: partner.key,
} as const;

/** As `ENI_DESK_ACCOUNTS` names them. */
export const ACCOUNTS_FILE = ACCOUNT_IDS.map(
  (accountId, index) => `- name: account-${index + 1}\n  readRoleArn: acs:ram::${accountId}:role/${READER}\n`,
).join("");

/** Three accounts with five regions each, and in every account a role that may read all but one pair. */
export function fifteenPairs(): Seed {
  const builder = new FleetBuilder(accounts(), 1);
  builder.seed.regions.push(...PLACES.map(({ region }) => region));
  let net = 0;
  for (const accountId of ACCOUNT_IDS) {
    for (const place of PLACES) {
      const subnets = builder.network(place, { name: "bench", net: net++, accountId });
      for (let index = 0; index < INSTANCES_PER_PAIR; index += 1) {
        const subnet = subnets[index % subnets.length];
        if (!subnet) throw new Error("a region without zones");
        const { InstanceId } = builder.instance(subnet, { name: `host-${index}` });
        for (let nth = 1; nth < ENIS_PER_INSTANCE; nth += 1)
          builder.eni(subnet, { name: `eni-${index}-${nth}`, Status: "InUse", InstanceId });
      }
    }
  }
  return builder.seed;
}

function accounts(): Seed["accounts"] {
  const demo = new Map(DEMO_ACCOUNTS.map((account) => [account.AccountId, account]));
  return ACCOUNT_IDS.map((accountId, index) => {
    const known = demo.get(accountId) ?? {
      AccountId: accountId,
      AccountName: "emulator-third",
      Users: [],
      Roles: [],
    };
    return { ...known, Roles: [...known.Roles, reader(accountId, index)] };
  });
}

function reader(accountId: string, index: number): Seed["accounts"][number]["Roles"][number] {
  const where = `acs:ecs:${REFUSED.regionId}:*:*`;
  const refusal = { Effect: "Deny" as const, Action: ["ecs:*"], Resource: [where] };
  return {
    RoleId: `40000000000000000${index}`,
    RoleName: READER,
    MaxSessionDuration: 3_600,
    TrustedUserIds: ["*"],
    Policy: [
      { Effect: "Allow", Action: ["*"], Resource: ["*"] },
      ...(accountId === REFUSED.accountId ? [refusal] : []),
    ],
  };
}
