import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { isoTime } from "#lib/core/clock.ts";
import { isLeftBehind, mayStillWrite } from "#lib/requests/claim.ts";
import { Requests } from "#lib/requests/requests.ts";
import { asOperator, wish } from "#lib/requests/testing/desk.ts";
import { must, Stage } from "#lib/requests/testing/stage.ts";

const { web1 } = wellKnown;
const stage = Stage.use({ settleMs: 600 });
const ask = () =>
  stage.desk.requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID());

/** What another replica, or this program after a restart, makes of what it finds. */
async function anotherReplica(): Promise<Requests> {
  const other = new Requests({ ...stage.desk.desk, replica: "another" });
  other.start();
  return other;
}

describe("a claim", () => {
  it("lets nothing be written that could still be under way when it ends", () => {
    const { desk } = stage.desk;
    const until = (ms: number) => ({ holder: desk.replica, until: isoTime(desk.clock.now() + ms) });
    const { answerTimeoutMs } = desk.settings;
    expect(mayStillWrite(desk, until(answerTimeoutMs + 500), 0)).toBe(true);
    expect(mayStillWrite(desk, until(answerTimeoutMs - 1), 0)).toBe(false);
    expect(mayStillWrite(desk, until(-1), 0)).toBe(false);
    expect(mayStillWrite(desk, until(answerTimeoutMs + 500), 600)).toBe(false);
  });

  it("keeps other replicas away until it ends; alone, a process knows that any other's is dead", () => {
    const { desk } = stage.desk;
    const lasting = { holder: "another", until: isoTime(desk.clock.now() + 60_000) };
    const over = { ...lasting, until: isoTime(desk.clock.now() - 1) };
    expect(isLeftBehind(desk, { claim: lasting })).toBe(desk.store.engine === "sqlite");
    expect(isLeftBehind(desk, { claim: over })).toBe(true);
    expect(isLeftBehind(desk, { claim: { ...lasting, holder: desk.replica } })).toBe(false);
    expect(isLeftBehind(desk, { claim: null })).toBe(true);
  });

  it("that has run out when the connection is ready lets no byte go, and the request ends not-sent", async () => {
    stage.desk.desk.settings.sendLeaseMs = stage.desk.desk.settings.answerTimeoutMs;
    const { request } = must(await ask());
    expect(request).toMatchObject({ state: "not-sent", outcome: "attached" });
    expect(request.attempts.every(({ result }) => result === "not-sent")).toBe(true);
    expect(await stage.calls()).toEqual([]);
  });

  it("is written down with the attempt, and given up with its answer", async () => {
    // Long enough to look meanwhile, on a machine that is busy, too.
    await stage.fault({ kind: "latency", ms: 1_200 });
    const asking = ask();
    await vi.waitFor(async () => expect(await stage.calls()).toHaveLength(1), { timeout: 5_000 });
    const [open] = must(await stage.desk.requests.open());
    expect(open?.claim?.holder).toBe(stage.desk.desk.replica);
    expect(must(await asking).request.claim).toBeNull();
  });
});

describe("an answer that comes after another replica has taken the attempt for lost", () => {
  it("is kept, and answers for what was only observed", async () => {
    await stage.fault({ kind: "slow-body", ms: 5_000 });
    const asking = ask();
    await vi.waitFor(async () => expect(await stage.calls()).toHaveLength(1), { timeout: 5_000 });
    const other = await anotherReplica();
    const [open] = must(await stage.desk.requests.open());
    const id = open?.id ?? "";
    // The call has taken effect; only its answer is slow.
    await vi.waitFor(async () => expect((await stage.read(id)).endedAt).not.toBeNull(), {
      timeout: 10_000,
      interval: 50,
    });
    expect(await stage.read(id)).toMatchObject({
      state: "detached",
      evidence: "observed",
      ecsRequestId: null,
    });
    await asking;
    await other.drain();
    const [call] = await stage.calls();
    expect(await stage.read(id)).toMatchObject({
      state: "detached",
      evidence: "answered",
      ecsRequestId: call?.requestId,
      attempts: [{ result: "accepted", requestId: call?.requestId }],
    });
    expect(await stage.calls()).toHaveLength(1);
  });
});

describe("the switch that stops all sending", () => {
  it("refuses what is asked, and what waits to be sent again ends without being sent", async () => {
    await stage.fault({ kind: "throttle", retryAfterMs: 700 });
    const asking = ask();
    await vi.waitFor(async () => expect(await stage.calls()).toHaveLength(1), { timeout: 5_000 });
    await stage.stopSending("a change freeze");
    expect(must(await asking).request).toMatchObject({ state: "not-sent", outcome: "attached" });
    expect(await ask()).toMatchObject({
      error: { kind: "sending-stopped", reason: "a change freeze", by: "admin" },
    });
    expect(await stage.calls()).toHaveLength(1);
  });
});

describe("the brakes", () => {
  it.each([
    ["requestsPerPerson", "person"],
    ["requestsPerVpc", "vpc"],
  ] as const)("of %s let no more requests be opened, and ECS is not called", async (setting, of) => {
    stage.desk.desk.settings[setting] = 1;
    await stage.fault({ kind: "error", code: "InvalidOperation.InvalidEcsState" });
    must(await ask());
    expect(await ask()).toMatchObject({ error: { kind: "too-many", of, retryAfterS: expect.any(Number) } });
    expect(await stage.calls()).toHaveLength(1);
  });
});
