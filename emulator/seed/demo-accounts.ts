import type { Account } from "#emulator/world/account-record.ts";

const DEMO_ACCOUNT_ID = "1000000000000001";

const ALLOW_ALL = { Effect: "Allow" as const, Action: ["*"], Resource: ["*"] };
const ALLOW_READS = {
  Effect: "Allow" as const,
  Action: ["ecs:Describe*", "vpc:Describe*", "sts:GetCallerIdentity"],
  Resource: ["*"],
};

/** The demo account. Its secrets are no secrets: the emulator answers loopback and holds nothing real. */
export const DEMO_ACCOUNTS: Account[] = [
  {
    AccountId: DEMO_ACCOUNT_ID,
    AccountName: "emulator-demo",
    Users: [
      {
        UserId: "200000000000000001",
        UserName: "eni-desk",
        AccessKeys: [{ AccessKeyId: "emulator", AccessKeySecret: "emulator-secret", Status: "Active" }],
        Policy: [ALLOW_ALL],
      },
      {
        UserId: "200000000000000002",
        UserName: "readonly",
        AccessKeys: [
          { AccessKeyId: "emulator-readonly", AccessKeySecret: "emulator-readonly-secret", Status: "Active" },
        ],
        Policy: [ALLOW_READS],
      },
      {
        UserId: "200000000000000003",
        UserName: "no-rights",
        AccessKeys: [
          { AccessKeyId: "emulator-norights", AccessKeySecret: "emulator-norights-secret", Status: "Active" },
        ],
        Policy: [],
      },
      {
        UserId: "200000000000000004",
        UserName: "former-colleague",
        AccessKeys: [
          {
            AccessKeyId: "emulator-disabled",
            AccessKeySecret: "emulator-disabled-secret",
            Status: "Inactive",
          },
        ],
        Policy: [ALLOW_ALL],
      },
    ],
    Roles: [
      {
        RoleId: "300000000000000001",
        RoleName: "eni-desk",
        MaxSessionDuration: 3_600,
        TrustedUserIds: ["200000000000000001"],
        Policy: [ALLOW_ALL],
      },
      {
        RoleId: "300000000000000002",
        RoleName: "eni-desk-readonly",
        MaxSessionDuration: 43_200,
        TrustedUserIds: ["*"],
        Policy: [ALLOW_READS],
      },
    ],
  },
];
