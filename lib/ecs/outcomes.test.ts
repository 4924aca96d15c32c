import { afterAll, beforeAll, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { ECS_ERROR_CATALOGUE } from "#lib/domain/ecs-error-catalogue.ts";
import { emulatedClient } from "#lib/ecs/testing/emulated-client.ts";

/** Every documented pair of status and code, answered over the wire: what it means for a detach. */

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ detachMs: 60_000 });
});
afterAll(() => emulator.close());

const { web1 } = wellKnown;
const target = {
  regionId: "cn-hangzhou",
  instanceId: web1.instanceId,
  networkInterfaceId: web1.secondEniId,
};

/** By the documents: throttling executes nothing; a fault of the server's own may have; any other refusal did not. */
const expected = (httpStatus: number, code: string) => {
  if (code.startsWith("Throttling")) return "throttled";
  return httpStatus >= 500 || /^(InternalError|ServiceUnavailable)/.test(code)
    ? "outcome-unknown"
    : "rejected";
};

const rows = ECS_ERROR_CATALOGUE.flatMap(({ httpStatus, code }) =>
  (["DetachNetworkInterface", "AttachNetworkInterface"] as const).map(
    (action) => [action, httpStatus, code, expected(httpStatus, code)] as const,
  ),
);

it.each(rows)(
  "%s answered %i %s is %s, sent once, with code and RequestId",
  async (action, httpStatus, code, kind) => {
    await control(emulator.url, "DELETE", "/journal");
    const fault = { kind: "error", code, httpStatus };
    await control(emulator.url, "POST", "/faults", { match: { action }, fault, times: 1 });
    const ecs = emulatedClient(emulator.url);
    const call =
      action === "DetachNetworkInterface" ? ecs.detachNetworkInterface : ecs.attachNetworkInterface;
    const answer = await call(target);
    expect(answer).toMatchObject({ ok: false, error: { kind, code, httpStatus } });
    const { calls } = (await control(emulator.url, "GET", `/journal?action=${action}`)) as {
      calls: { requestId: string; applied: boolean }[];
    };
    expect(calls).toEqual([expect.objectContaining({ applied: false })]);
    if (answer.ok || answer.error.kind === "not-sent") throw new Error("it was refused");
    expect(answer.error.requestId).toBe(calls[0]?.requestId);
  },
);

it("covers every pair of the catalogue", () => {
  expect(rows.length).toBeGreaterThan(2 * 60);
  expect(new Set(rows.map(([, , , kind]) => kind))).toEqual(
    new Set(["rejected", "throttled", "outcome-unknown"]),
  );
});
