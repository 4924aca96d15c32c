import { beforeEach, describe, expect, it } from "vitest";
import { CallBudget, type CallPlace } from "#lib/ecs/call-budget.ts";
import { allowedPerMinute } from "#lib/ecs/call-limits.ts";

const place: CallPlace = {
  accountId: "1000000000000001",
  regionId: "cn-hangzhou",
  action: "DescribeNetworkInterfaces",
};
const { all, walks } = allowedPerMinute(place.action);

let now: number;
let waited: number[];
let budget: CallBudget;

beforeEach(() => {
  now = 1_000_000;
  waited = [];
  budget = new CallBudget({
    now: () => now,
    wait: async (ms) => {
      waited.push(ms);
      now += ms;
    },
  });
});

const enter = async (priority: "first" | "walk", times: number) => {
  for (let call = 0; call < times; call++) await budget.enter(place, priority);
};

describe("the calls we allow ourselves", () => {
  it("are half of what ECS takes, and walks leave a tenth of that to others", () => {
    expect([all, walks]).toEqual([400, 360]);
  });

  it("let a burst of walks through, and then one as one of a minute ago is over", async () => {
    await enter("walk", walks);
    expect(waited).toEqual([]);
    now += 10_000;
    await enter("walk", 1);
    expect(waited).toEqual([50_000]);
    expect(budget.figures()).toEqual([{ ...place, used: 1, allowed: all, backOffMs: 0 }]);
  });

  it("have room for what a person waits for when walks have used theirs", async () => {
    await enter("walk", walks);
    await enter("first", all - walks);
    expect(waited).toEqual([]);
    expect(budget.figures()).toMatchObject([{ used: all }]);
  });

  it("hold a pre-flight up for two seconds at most", async () => {
    await enter("first", all);
    await enter("first", 1);
    expect(waited).toEqual([2_000]);
  });

  it("are counted for each account, region and action", async () => {
    await enter("walk", walks);
    await budget.enter({ ...place, regionId: "cn-beijing" }, "walk");
    await budget.enter({ ...place, accountId: "2000000000000002" }, "walk");
    budget.count({ ...place, action: "DetachNetworkInterface" });
    expect(waited).toEqual([]);
    expect(budget.figures().map(({ used }) => used)).toEqual([walks, 1, 1, 1]);
  });

  it("hold walks back for as long as ECS says, and nobody else", async () => {
    budget.throttled(place, 7_000);
    expect(budget.figures()).toMatchObject([{ backOffMs: 7_000 }]);
    await enter("first", 1);
    expect(waited).toEqual([]);
    await enter("walk", 1);
    expect(waited).toEqual([7_000]);
  });

  it("hold walks back twice as long each time where ECS does not say, up to a minute", () => {
    const backOffs = Array.from({ length: 6 }, () => {
      budget.throttled(place, null);
      return budget.figures()[0]?.backOffMs;
    });
    expect(backOffs).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    budget.taken(place);
    now += 60_000;
    budget.throttled(place, null);
    expect(budget.figures()).toMatchObject([{ backOffMs: 5_000 }]);
  });
});
