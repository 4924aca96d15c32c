import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "#lib/auth/password-hash.ts";
import { passwordProblem } from "#lib/auth/password-rules.ts";

describe("a password's hash", () => {
  it("fits its password only, and is new every time", async () => {
    const [one, two] = await Promise.all([
      hashPassword("correct weather today"),
      hashPassword("correct weather today"),
    ]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPassword("correct weather today", one)).toBe(true);
    expect(await verifyPassword("correct weather today", two)).toBe(true);
    expect(await verifyPassword("Correct weather today", one)).toBe(false);
  });

  it("agrees with the reference implementation", async () => {
    // From the argon2 command of the reference distribution: password, salt "somesalt", -id -t 2 -k 65536 -p 1.
    const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await verifyPassword("password", phc)).toBe(true);
    expect(await verifyPassword("passwort", phc)).toBe(false);
  });

  it("does not care how a keyboard composes a letter", async () => {
    const hash = await hashPassword("caf\u00e9 und mehr");
    expect(await verifyPassword("cafe\u0301 und mehr", hash)).toBe(true);
  });

  it.each([
    null,
    "",
    "plain text",
    "$2b$10$abcdefghijklmnopqrstuv",
    `$argon2id$v=19$m=19456,t=2,p=1$${"A".repeat(22)}$${"A".repeat(43)}`,
  ])("never fits %j", async (stored) => {
    expect(await verifyPassword("correct weather today", stored)).toBe(false);
  });
});

describe("a new password", () => {
  it.each([
    ["correct weather today", null],
    ["12 Monkeys & a horse", null],
    ["密码很长也很难猜到的一句话吧", null],
    ["x9#kQ2!vPz7w", null],
    ["x9#kQ2!vPz7", "too-short"],
    ["x".repeat(100).concat("abc"), "pattern"],
    [`${"long enough ".repeat(11)}`, "too-long"],
    ["PasswordPassword", "common"],
    ["Password1234!", "common"],
    ["qwertyuiopasdfghjkl", "common"],
    ["eni-desk-demo", "names-you"],
    ["my-operator-pass", "names-you"],
    ["aaaaaaaaaaaaa", "pattern"],
    ["abcdeabcdeabcde", "pattern"],
    ["mnopqrstuvwxyz", "pattern"],
    ["acegikmoqsuwy", "pattern"],
  ])("%j is judged %j", (password, problem) => {
    expect(passwordProblem(password, "operator")).toBe(problem);
  });
});

it.each([
  "winniethepooh",
  "WinnieThePooh",
  "q1w2e3r4t5y6",
  "winnie-the-pooh",
  "1qazxsw23edc",
  "peanutbutter",
])("%s is on the lists of used passwords, and refused", (password) => {
  expect(passwordProblem(password, "somebody")).toBe("common");
});
