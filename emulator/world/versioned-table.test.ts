import { expect, test } from "vitest";
import { EmulatorClock } from "#emulator/world/clock.ts";
import { VersionedTable } from "#emulator/world/versioned-table.ts";

test("a list holds what is in it now, in order of creation, wherever a row was before", () => {
  const clock = new EmulatorClock();
  const rows = ["a", "b", "c", "d"].map((id) => ({ id, place: id < "c" ? "left" : "right" }));
  const table = new VersionedTable<{ id: string; place: string }>(clock, rows, {
    id: ({ id }) => id,
    partition: () => "1/cn-hangzhou",
    host: () => "",
    lists: ({ place }) => [place, "both"],
  });
  table.update("a", { place: "right" });
  expect([...table.idsInList("left")]).toEqual(["b"]);
  expect([...table.idsInList("right")]).toEqual(["a", "c", "d"]);
  table.update("a", { place: "left" });
  expect([...table.idsInList("left")]).toEqual(["a", "b"]);
  table.remove("c");
  table.insert({ id: "e", place: "right" });
  expect([...table.idsInList("right")]).toEqual(["d", "e"]);
  expect([...table.idsInList("both", table.ordinal("b"))]).toEqual(["d", "e"]);
  expect([...table.idsInList("nowhere")]).toEqual([]);
});
