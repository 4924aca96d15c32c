import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { ok, type Result } from "#lib/core/result.ts";
import { BEGIN_WITHIN_MS, WriteLine } from "#lib/store/write-line.ts";

describe("the line of writes", () => {
  it("lets what goes ahead pass those who wait, and keeps the order within each", async () => {
    const line = new WriteLine(() => 0);
    const order: string[] = [];
    const write = (name: string, place: "ahead" | "in-line") =>
      line.run(async () => ok(order.push(name)), place);
    const all = [
      write("a", "in-line"),
      write("b", "in-line"),
      write("first", "ahead"),
      write("second", "ahead"),
      write("c", "in-line"),
    ];
    await Promise.all(all);
    expect(order).toEqual(["first", "second", "a", "b", "c"]);
  });

  it("refuses who has stood too long, and goes on with the next", async () => {
    let now = 0;
    const line = new WriteLine(() => now);
    const slow = line.run(async () => {
      now += BEGIN_WITHIN_MS + 1;
      return ok("done");
    });
    const late = line.run(async () => ok("never"));
    expect(await slow).toEqual({ ok: true, value: "done" });
    expect(await late).toMatchObject({ ok: false, error: { kind: "unavailable", reason: "locked" } });
    expect(await line.run(async (leftMs) => ok(leftMs))).toEqual({ ok: true, value: BEGIN_WITHIN_MS });
  });

  it("refuses in time who stands behind a write that hangs, and does not do it afterwards", async () => {
    const line = new WriteLine(() => 0);
    const done: string[] = [];
    let goOn = () => {};
    const hanging = line.run(
      () => new Promise<Result<string, never>>((resolve) => (goOn = () => resolve(ok("at last")))),
    );
    const behind = line.run(async () => ok(done.push("behind")));
    expect(await behind).toMatchObject({ ok: false, error: { reason: "locked" } });
    goOn();
    expect(await hanging).toEqual({ ok: true, value: "at last" });
    await line.idle();
    expect(done).toEqual([]);
  });

  it("does each piece of work in the context of whoever asked for it", async () => {
    const who = new AsyncLocalStorage<string>();
    const line = new WriteLine(() => 0);
    const ask = (name: string) => who.run(name, () => line.run(async () => ok(who.getStore())));
    expect(await Promise.all([ask("ann"), ask("bob")])).toEqual([
      { ok: true, value: "ann" },
      { ok: true, value: "bob" },
    ]);
  });

  it("is idle when nobody waits any more", async () => {
    const line = new WriteLine(() => 0);
    let done = 0;
    const write = async () => {
      done += 1;
      return ok(done);
    };
    for (let n = 0; n < 3; n += 1) void line.run(write);
    await line.idle();
    expect(done).toBe(3);
  });
});
