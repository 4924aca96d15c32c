import { describe, expect, it } from "vitest";
import { exposition, type Family } from "#lib/metrics/exposition.ts";
import { parseExposition } from "#lib/metrics/parse-exposition.test-data.ts";

const family = (change: Partial<Family>): Family => ({
  name: "eni_desk_x",
  type: "gauge",
  help: "Some help.",
  samples: [{ value: 1 }],
  ...change,
});

describe("the text that Prometheus reads", () => {
  it("has HELP and TYPE before the samples of a family", () => {
    const text = exposition([
      family({ samples: [{ labels: { state: "stuck", region: "cn-hangzhou" }, value: 2 }, { value: 0.5 }] }),
      family({ name: "eni_desk_y_total", type: "counter", samples: [{ value: 3 }] }),
    ]);
    expect(text).toBe(
      [
        "# HELP eni_desk_x Some help.",
        "# TYPE eni_desk_x gauge",
        'eni_desk_x{state="stuck",region="cn-hangzhou"} 2',
        "eni_desk_x 0.5",
        "# HELP eni_desk_y_total Some help.",
        "# TYPE eni_desk_y_total counter",
        "eni_desk_y_total 3",
        "",
      ].join("\n"),
    );
  });

  it.each(['a"b', "a\\b", "a\nb", 'end\\"', "\\n", '"} 7\nforged{x="'])(
    "keeps %j inside its label",
    (text) => {
      const parsed = parseExposition(
        exposition([family({ help: text, samples: [{ labels: { x: text }, value: 1 }] })]),
      );
      expect(parsed).toEqual([{ name: "eni_desk_x", type: "gauge", labels: { x: text }, value: 1 }]);
    },
  );

  it("leaves out a family of which nothing is known", () => {
    expect(exposition([family({ samples: [] })])).toBe("");
  });

  it.each([
    family({ name: "with space" }),
    family({ name: "eni_desk_x_total" }),
    family({ type: "counter" }),
    family({ samples: [{ labels: { "a-b": "c" }, value: 1 }] }),
  ])("is not made of names that are no names: %j", (wrong) => {
    expect(() => exposition([wrong])).toThrow("Invariant broken");
  });
});
