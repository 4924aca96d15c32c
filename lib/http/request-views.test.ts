import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { EMULATOR_ACCOUNT_ID } from "#lib/ecs/testing/emulated-client.ts";
import { requestDetail } from "#lib/http/request-views.ts";
import { accountsOf, CHANGED_AND_WATCHED } from "#lib/requests/testing/accounts.ts";
import { asOperator, openDesk, type TestDesk, wish } from "#lib/requests/testing/desk.ts";
import { must } from "#lib/requests/testing/stage.ts";

const { web1 } = wellKnown;
let emulator: RunningEmulator;
let access: ReturnType<typeof accountsOf>;
let t: TestDesk;
beforeEach(async () => {
  emulator = await startEmulator({ port: 0 });
  access = accountsOf(emulator.url, CHANGED_AND_WATCHED);
  t = await openDesk(emulator.url, {}, access.find);
});
afterEach(async () => {
  await t.close();
  access.close();
  await emulator.close();
});

async function attemptsShown() {
  const asked = await t.requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID());
  const { request } = must(asked);
  const events = must(await t.audit.eventsOfRequest(request.id));
  return requestDetail("en", request, { events, attachedBackBy: [] }, true).attempts;
}

describe("an attempt on the page of its request", () => {
  it("names the session that acted in the cloud", async () => {
    expect(await attemptsShown()).toMatchObject([
      {
        result: "accepted",
        cloudIdentity: `acs:ram::${EMULATOR_ACCOUNT_ID}:assumed-role/eni-desk/operator`,
      },
    ]);
  });

  it("names none where nothing was sent, and says what the code of STS means", async () => {
    must(await t.desk.inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    const fault = { kind: "error", code: "NoPermission" };
    await control(emulator.url, "POST", "/faults", { match: { action: "AssumeRole" }, fault, times: 9 });
    expect(await attemptsShown()).toMatchObject([
      {
        result: "not-sent",
        cloudIdentity: null,
        explanation: { nextStep: expect.stringContaining("sts:AssumeRole") },
      },
    ]);
  });
});
