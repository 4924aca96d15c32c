import { describe, expect, it } from "vitest";
import { parseJson } from "#lib/ecs/parse-json.ts";

describe("reading JSON of ECS", () => {
  it.each([
    ["the largest int64", '{"ServiceID":9223372036854775807}', { ServiceID: "9223372036854775807" }],
    ["a negative one, in a list", "[ -9223372036854775808]", ["-9223372036854775808"]],
    ["the first one that a number cannot tell apart", "[9007199254740993]", ["9007199254740993"]],
  ])("keeps every digit of %s", (_name, text, value) => expect(parseJson(text)).toEqual(value));

  it.each([
    ["safe integers", '{"a":9007199254740991,"b":0}', { a: 9007199254740991, b: 0 }],
    ["fractions and powers", "[1.5, 1e3, -0.25]", [1.5, 1000, -0.25]],
    ["digits in text", '{"OwnerId":"1000000000000001234"}', { OwnerId: "1000000000000001234" }],
  ])("leaves %s as they are", (_name, text, value) => expect(parseJson(text)).toEqual(value));

  it.each(["", "<html>", '{"RequestId":"A', '{"a":1} x', "[".repeat(100_000)])(
    "says that %j is not JSON",
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});
