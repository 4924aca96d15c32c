import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { rebuildRequests } from "#lib/requests/rebuild.ts";
import { asOperator, wish } from "#lib/requests/testing/desk.ts";
import { must, Stage } from "#lib/requests/testing/stage.ts";

const { web1, web2, k8sNode1 } = wellKnown;
const stage = Stage.use({ stuckAfterMs: 300 });

/** The primary address of web2's second ENI, which carries warnings. */
const CONFIRMATION = "10.10.64.16";

/** One of each kind of story: blocked, detached, refused, unknown, sent again, throttled, not sent, given up, attached. */
async function tellStories(): Promise<void> {
  const { requests } = stage.desk;
  const ask = async (eni: string, instance: string = web1.instanceId) =>
    requests.ask(
      asOperator(),
      wish(instance, eni, { ticket: "OPS-1", confirmation: CONFIRMATION }),
      randomUUID(),
    );
  await ask(web1.primaryEniId);
  await ask(k8sNode1.terwayEniId, k8sNode1.instanceId);

  await stage.fault({ kind: "error", code: "InvalidOperation.InvalidEcsState" });
  await stage.untilEnded(must(await ask(web1.secondEniId)).request.id);
  await stage.fault({ kind: "drop-after" });
  const lost = must(await ask(web1.secondEniId)).request.id;
  await stage.untilEnded(lost);
  must(await requests.note(asOperator(), lost, "the network was rebuilt at that hour"));
  const attached = must(
    await requests.attachBack(asOperator(), lost, { reason: "still needed" }, randomUUID()),
  );
  await stage.untilEnded(attached.request.id);

  await stage.fault({ kind: "throttle" }, 2);
  await stage.untilEnded(must(await ask(web1.secondEniId)).request.id);
  await stage.fault({ kind: "stuck" });
  const stuck = must(await ask(web2.secondEniId, web2.instanceId)).request.id;
  await waitForState(stuck, "stuck");
  const again = { reason: "still Detaching", attempt: 1, confirmation: CONFIRMATION };
  await stage.fault({ kind: "stuck" });
  must(await requests.sendAgain(asOperator("second"), stuck, again, randomUUID()));
  await waitForState(stuck, "stuck");
  must(await requests.stopFollowing(asOperator(), stuck, "ECS support looks at it"));
}

async function waitForState(id: string, state: string): Promise<void> {
  await expect.poll(async () => (await stage.read(id)).state, { timeout: 10_000 }).toBe(state);
}

async function allRows() {
  const { store } = stage.desk;
  return must(
    await store.read(async (db) => ({
      requests: await db.selectFrom("requests").selectAll().orderBy("id").execute(),
      attempts: await db.selectFrom("attempts").selectAll().orderBy("request_id").orderBy("number").execute(),
      keys: await db
        .selectFrom("idempotency_keys")
        .select(["actor", "route", "key", "body_digest", "request_id"])
        .orderBy("key")
        .execute(),
    })),
  );
}

it("makes every row again from the log, whatever was lost or changed, and nothing else", async () => {
  await tellStories();
  const { store, requests } = stage.desk;
  await requests.drain();
  const before = await allRows();
  expect(new Set(before.requests.map(({ state }) => state))).toEqual(
    new Set(["blocked", "refused", "detached", "attached", "not-followed"]),
  );
  expect(must(await rebuildRequests(store, { write: false }))).toMatchObject({
    differing: [],
    withoutStory: [],
  });

  must(
    await store.write(async (tx) => {
      await tx.deleteFrom("idempotency_keys").execute();
      await tx.deleteFrom("attempts").execute();
      await tx
        .updateTable("requests")
        .set({ state: "still-attached", outcome: "unknown", reason: "" })
        .execute();
      await tx.deleteFrom("requests").where("action", "=", "attach").execute();
    }),
  );
  const checked = must(await rebuildRequests(store, { write: false }));
  expect(checked.differing).toHaveLength(before.requests.length);
  expect(must(await rebuildRequests(store, { write: true })).differing).toHaveLength(before.requests.length);
  expect(await allRows()).toEqual(before);
});

it("says which rows the log knows nothing about, and leaves them alone", async () => {
  const { store, requests } = stage.desk;
  const asked = must(await requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID()));
  const [row] = (await allRows()).requests;
  if (!row) throw new Error("there is no row");
  const forged = {
    ...row,
    id: randomUUID(),
    state: "detached",
    network_interface_id: "eni-bp1forged0000000000",
  };
  must(await store.write((tx) => tx.insertInto("requests").values(forged).execute()));
  const rebuilt = must(await rebuildRequests(store, { write: true }));
  expect(rebuilt.withoutStory).toEqual([forged.id]);
  expect((await stage.read(asked.request.id)).id).toBe(asked.request.id);
});
