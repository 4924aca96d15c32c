import { describe, expect, it } from "vitest";
import { readConfig } from "#lib/config/read-config.ts";
import { ok } from "#lib/core/result.ts";

const SECRET = "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU";
const FIRST = "acs:ram::1000000000000001:role/eni-desk-readonly";
const SECOND = "acs:ram::1000000000000002:role/eni-desk";

const read = (text: string) =>
  readConfig(
    { NEXTAUTH_SECRET: SECRET, ENI_DESK_ACCOUNTS: "/etc/eni-desk/accounts.yaml" },
    { readFile: () => ok(text) },
  );

function problems(text: string): string[] {
  const config = read(text);
  return config.ok ? [] : config.error.map(({ message }) => message.replace("ENI_DESK_ACCOUNTS: ", ""));
}

describe("the file of accounts", () => {
  it("gives each account its id from the role", () => {
    const config = read(`
- name: Main
  readRoleArn: ${FIRST}
- { name: "007", accountId: 1000000000000002, readRoleArn: "${SECOND}", externalId: desk-1, regions: [cn-hangzhou] }
`);
    expect(config.ok && config.value.accounts).toMatchObject([
      { accountId: "1000000000000001", name: "Main", readRoleArn: FIRST, externalId: null, regions: null },
      { accountId: "1000000000000002", name: "007", readRoleArn: SECOND, regions: ["cn-hangzhou"] },
    ]);
    expect(JSON.stringify(config)).not.toContain("desk-1");
  });

  it("may name a second role in the account, for changes", () => {
    const config = read(`
- { name: Main, readRoleArn: "${FIRST}", changeRoleArn: acs:ram::1000000000000001:role/eni-desk }
- { name: Watched, readRoleArn: "${SECOND}" }
`);
    expect(config.ok && config.value.accounts?.map(({ changeRoleArn }) => changeRoleArn)).toEqual([
      "acs:ram::1000000000000001:role/eni-desk",
      null,
    ]);
  });

  it.each([
    ["in another account", SECOND, "account 1: changeRoleArn is in another account than readRoleArn."],
    [
      "that is the role of the reads",
      FIRST.replace("eni-desk", "ENI-Desk"),
      "account 1: changeRoleArn must be another role than readRoleArn, which only reads.",
    ],
    ["that is none", "eni-desk", "account 1: changeRoleArn must be acs:ram::<account id>:role/<name>."],
  ])("is refused with a role for changes %s", (_what, changeRoleArn, words) => {
    expect(problems(`- { name: A, readRoleArn: "${FIRST}", changeRoleArn: "${changeRoleArn}" }`)).toEqual([
      words,
    ]);
  });

  it("is not needed", () => {
    const config = readConfig({ NEXTAUTH_SECRET: SECRET });
    expect(config.ok && config.value.accounts).toBeNull();
  });

  it("is refused with every problem at once, none of which quotes it", () => {
    const found = problems(`
- { name: A, readRoleArn: canary }
- { readRoleArn: "${FIRST}", regions: [] }
- { name: C, readRoleArn: "${SECOND}", canary: 1 }
`);
    expect(found).toHaveLength(4);
    expect(found.join("\n")).not.toContain("canary");
    expect(found[0]).toBe("account 1: readRoleArn must be acs:ram::<account id>:role/<name>.");
  });

  it("is refused where it contradicts itself", () => {
    expect(
      problems(`
- { name: A, readRoleArn: "${FIRST}", accountId: "1000000000000002" }
- { name: B, readRoleArn: "${FIRST}" }
`),
    ).toEqual([
      "account 1: accountId is not the one in readRoleArn.",
      "account 2 is the same account as account 1.",
    ]);
  });

  it.each([
    ["no YAML", "- {", /is not YAML/],
    ["a key said twice", `- { name: A, name: B, readRoleArn: "${FIRST}" }`, /is not YAML: DUPLICATE_KEY/],
    ["aliases", `- &a { name: A, readRoleArn: "${FIRST}" }\n- *a`, /must not use aliases/],
    ["an empty list", "[]", /at least one account/],
    ["another shape", "accounts: 1", /must be a list of accounts/],
    ["nothing", "", /must be a list of accounts/],
  ])("is refused with %s", (_what, text, words) => {
    expect(problems(text).join("\n")).toMatch(words);
  });

  it("is refused when it can't be read", () => {
    const config = readConfig({ NEXTAUTH_SECRET: SECRET, ENI_DESK_ACCOUNTS: "/nowhere/accounts.yaml" });
    expect(config).toMatchObject({ error: [{ message: expect.stringContaining("ENOENT") }] });
  });
});
