import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { oneATurn } from "#lib/core/one-a-turn.ts";

it("lets one go on in each turn of the event loop, in the order in which they came", async () => {
  const turn = oneATurn();
  const seen: string[] = [];
  const each = ["a", "b", "c"].map(async (name) => {
    await turn();
    seen.push(name);
  });
  for (let count = 0; count < 5; count += 1) {
    await nextTurn();
    seen.push("others");
  }
  await Promise.all(each);
  expect(seen.join(" ")).toMatch(/^(others )?a others b others c( others)*$/);
});

it("goes on when somebody comes after all have gone", async () => {
  const turn = oneATurn();
  await turn();
  await nextTurn();
  await turn();
  await Promise.all([turn(), turn()]);
});
