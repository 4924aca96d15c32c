import { expect, it } from "vitest";
import { addUser, desk } from "#lib/auth/auth.test-data.ts";
import { MOST_VIEWS, saveViewSchema } from "#lib/contract/saved-views.ts";
import { SavedViews } from "#lib/saved-views/saved-views.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

async function people() {
  const made = await desk();
  const [ann, bob] = [await addUser(made, "ann"), await addUser(made, "bob")];
  return { views: new SavedViews(made.store, made.clock), ann: ann.id, bob: bob.id };
}

const view = (name: string, query = "status=Available") =>
  saveViewSchema.parse({ list: "network-interfaces", name, query });

it("keeps each person's views by name, and tells nobody of another's", async () => {
  const { views, ann, bob } = await people();
  valueIn(await views.save(ann, view("b")));
  const saved = valueIn(valueIn(await views.save(ann, view(" a ", "sort=name&q=web"))));
  expect(saved.map(({ name, query }) => [name, query])).toEqual([
    ["a", "q=web&sort=name"],
    ["b", "status=Available"],
  ]);
  expect(valueIn(await views.of(bob))).toEqual([]);
  const id = String(saved[0]?.id);
  for (const changed of [await views.rename(bob, id, "mine"), await views.delete(bob, id)]) {
    expect(valueIn(changed)).toEqual({ ok: false, error: { kind: "not-found" } });
  }
  expect(valueIn(await views.of(ann))).toEqual(saved);
});

it("renames and deletes", async () => {
  const { views, ann } = await people();
  const [saved] = valueIn(valueIn(await views.save(ann, view("old"))));
  const id = String(saved?.id);
  expect(valueIn(valueIn(await views.rename(ann, id, "new"))).map(({ name }) => name)).toEqual(["new"]);
  expect(valueIn(valueIn(await views.delete(ann, id)))).toEqual([]);
});

it("takes a name once for each list", async () => {
  const { views, ann } = await people();
  valueIn(valueIn(await views.save(ann, view("a"))));
  const [, b] = valueIn(valueIn(await views.save(ann, view("b"))));
  const taken = { ok: false, error: { kind: "name-taken" } };
  expect(valueIn(await views.save(ann, view("a", "q=web")))).toEqual(taken);
  expect(valueIn(await views.rename(ann, String(b?.id), "a"))).toEqual(taken);
  const elsewhere = saveViewSchema.parse({ list: "instances", name: "a", query: "" });
  expect(valueIn(await views.save(ann, elsewhere)).ok).toBe(true);
});

it("keeps no more than it may", async () => {
  const { views, ann } = await people();
  for (let count = 0; count < MOST_VIEWS; count += 1) valueIn(await views.save(ann, view(`v${count}`)));
  expect(valueIn(await views.save(ann, view("one more")))).toEqual({
    ok: false,
    error: { kind: "too-many-views" },
  });
});

it("takes nothing into a view but what the page itself puts into its address", () => {
  const parse = (query: string, list = "network-interfaces", name = "a") =>
    saveViewSchema.safeParse({ list, name, query }).success;
  expect(parse("q=web&hide=tags&density=compact&detachable=true")).toBe(true);
  expect(parse("")).toBe(true);
  for (const query of [
    "next=//evil.example",
    "panel=eni-1",
    "version=x",
    "q=a&q=b",
    `q=${"x".repeat(1_001)}`,
  ]) {
    expect(parse(query), query).toBe(false);
  }
  expect(parse("vpcId=vpc-1", "instances")).toBe(false);
  expect(parse("", "audit")).toBe(false);
  expect(parse("", "instances", " ")).toBe(false);
  expect(parse("", "instances", "x".repeat(61))).toBe(false);
});
