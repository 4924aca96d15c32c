import { writeFileSync } from "node:fs";
import { asChange, said } from "#e2e/http/call.ts";
import { Cloud } from "#e2e/http/cloud.ts";
import { Desk, idOf } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";
import { partner, wellKnown } from "#emulator/seed/well-known.ts";
import { control } from "#emulator/testing/control-client.ts";

const MAIN = "1000000000000001";
const { web1 } = wellKnown;
/** The second account can only be looked at. */
const ACCOUNTS = `
- name: Main
  readRoleArn: acs:ram::${MAIN}:role/eni-desk-readonly
  changeRoleArn: acs:ram::${MAIN}:role/eni-desk
- name: Partner
  readRoleArn: acs:ram::${partner.accountId}:role/eni-desk-readonly
`;

interface Call {
  readonly action: string;
  readonly accessKeyId: string;
  readonly params: Readonly<Record<string, string>>;
}

let cloud: Cloud;
let desk: Desk;
test.beforeAll(async ({ browserName: _none }, info) => {
  cloud = await Cloud.start();
  const file = info.outputPath("accounts.yaml");
  writeFileSync(file, ACCOUNTS);
  const more = { ENI_DESK_ACCOUNTS: file, ENI_DESK_REGIONS: "cn-hangzhou" };
  desk = await Desk.start(cloud.url, more);
});
test.afterAll(async () => {
  await desk.stop();
  await cloud.stop();
});

/** What the cloud was asked beside the reads, which go on by themselves. */
async function journal(): Promise<Call[]> {
  const { calls } = (await control(cloud.url, "GET", "/journal")) as { calls: Call[] };
  return calls.filter(({ action }) => !action.startsWith("Describe"));
}

const preflightPath = (accountId: string, eniId: string, instanceId: string) =>
  `/api/network-interfaces/${eniId}/preflight?${new URLSearchParams({ accountId, regionId: "cn-hangzhou", instanceId })}`;
const ask = (accountId: string, networkInterfaceId: string, instanceId: string) =>
  asChange({
    action: "detach",
    accountId,
    regionId: "cn-hangzhou",
    instanceId,
    networkInterfaceId,
    reason: "it moves to another node",
  });

test("a click is one call in a session of the person, and the request names it", async () => {
  const operator = await desk.signIn("operator");
  const looked = await operator.call(preflightPath(MAIN, web1.secondEniId, web1.instanceId));
  expect(said(looked).blockers, looked.text).toEqual([]);
  await control(cloud.url, "DELETE", "/journal");

  const answer = await operator.call("/api/requests", ask(MAIN, web1.secondEniId, web1.instanceId));
  expect([answer.status, said(answer).state], answer.text).toEqual([202, "accepted"]);
  const [sent, ...more] = await journal();
  expect(more).toEqual([]);
  expect(sent).toMatchObject({
    action: "DetachNetworkInterface",
    accessKeyId: expect.stringMatching(/^STS\./),
  });

  const cloudIdentity = `acs:ram::${MAIN}:assumed-role/eni-desk/operator`;
  const shown = await operator.call(`/api/requests/${idOf(answer)}`);
  expect(said(shown).attempts).toMatchObject([{ cloudIdentity }]);
  const auditor = await desk.signIn("auditor");
  const audit = await auditor.call(`/api/audit?action=request.sent`);
  expect(said(audit).items).toMatchObject([{ cloudIdentity, actor: { name: "operator" } }]);
  const page = await operator.call(`/requests/${idOf(answer)}`);
  expect(page.text).toContain(cloudIdentity);
});

test("an account without a role for changes says so in rows, pre-flight and answer, and is not changed", async () => {
  const operator = await desk.signIn("operator");
  const readOnly = expect.objectContaining({
    reason: "read-only-account",
    message: expect.stringContaining("changeRoleArn"),
    whoActs: expect.stringMatching(/administrator/i),
  });
  const list = `/api/network-interfaces?accountId=${partner.accountId}&q=${partner.secondEniId}`;
  await expect
    .poll(async () => said(await operator.call(list)).items, { timeout: 20_000 })
    .toMatchObject([{ detach: { allowed: false, blockers: [readOnly] } }]);
  const place = [partner.accountId, partner.secondEniId, partner.instanceId] as const;
  expect(said(await operator.call(preflightPath(...place))).blockers).toEqual([readOnly]);

  const before = await journal();
  const answer = await operator.call("/api/requests", ask(...place));
  expect([answer.status, said(answer).type]).toEqual([409, "blocked"]);
  expect(said(answer).blockers).toEqual([readOnly]);
  expect(await journal()).toEqual(before);
});
