import { describe, expect, it } from "vitest";
import { sessionNameFor } from "#lib/ecs/session-name.ts";

const ALLOWED = /^[A-Za-z0-9.@_-]{2,64}$/;
const nameOf = (name: string, subject = name, issuer = "local") => sessionNameFor({ issuer, subject, name });

/** The same texts at every run; what they are made of is what names are made of. */
function manyNames(count: number): string[] {
  const letters = [..."abXY09.@_- ~/\\'\"%\u0000é张伟ß🙂\u0301\u202e-"];
  let state = 7;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(90) }, () => letters[next(letters.length)]).join(""),
  );
}

describe("the name of a session", () => {
  it.each(["ada", "ada.lovelace@example.com", "a-b_c", "OPS", "a".repeat(64), "x1"])(
    "is the person's own where STS takes it: %s",
    (name) => expect(nameOf(name)).toBe(name),
  );

  it.each([
    ["a Chinese name", "张伟", /^person-[0-9a-f]{12}$/],
    ["one that is Chinese in part", "wei 张", /^wei-[0-9a-f]{12}$/],
    ["accents", "Zoë Müller", /^Zoe-Muller-[0-9a-f]{12}$/],
    ["an address with a plus", "ada+ops@example.com", /^ada-ops@example\.com-[0-9a-f]{12}$/],
    ["200 characters", "n".repeat(200), /^n{51}-[0-9a-f]{12}$/],
    ["one character", "a", /^a-[0-9a-f]{12}$/],
    ["nothing", "", /^person-[0-9a-f]{12}$/],
    ["a new line", "ada\nroot", /^ada-root-[0-9a-f]{12}$/],
  ])("keeps what can be read of %s", (_what, name, shape) => {
    expect(nameOf(name)).toMatch(shape);
    expect(nameOf(name)).toMatch(ALLOWED);
  });

  it("tells two people apart whose names read alike, and is the same every time", () => {
    const [first, second] = [nameOf("张伟", "u-1"), nameOf("李娜", "u-2")];
    expect(first).not.toBe(second);
    expect(nameOf("张伟", "u-1", "https://id.example.com")).not.toBe(first);
    expect(nameOf("张伟", "u-1")).toBe(first);
  });

  it("can't be chosen to be somebody else's", () => {
    const victim = nameOf("张伟", "u-1");
    const thief = nameOf(victim, "u-2");
    expect(thief).not.toBe(victim);
    expect(thief).toMatch(ALLOWED);
  });

  it("is one that STS takes, and nobody else's, whatever people are called", () => {
    const names = [...new Set(manyNames(5_000))];
    const mapped = names.map((name, index) => nameOf(name, `u-${index}`));
    expect(mapped.filter((name) => !ALLOWED.test(name))).toEqual([]);
    expect(new Set(mapped).size).toBe(names.length);
    expect(names.filter((name, index) => ALLOWED.test(name) && name !== mapped[index])).toEqual([]);
  });
});
