import { describe, expect, test } from "vitest";
import { returnPath } from "#components/sign-in/return-path.ts";

const OWN = "http://localhost:3000";

describe("after signing in", () => {
  test.each([
    ["/audit?actor=operator#e4", "/audit?actor=operator#e4"],
    [`${OWN}/requests/1?tab=raw`, "/requests/1?tab=raw"],
    ["/instances/i-abc?regionId=cn-hangzhou", "/instances/i-abc?regionId=cn-hangzhou"],
  ])("%s is where people go", (asked, path) => {
    expect(returnPath(asked, OWN)).toBe(path);
  });

  test.each([
    undefined,
    "",
    "/",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/..//evil.example",
    "evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://localhost:3000@evil.example/",
    "http://localhost:30001/x",
    "/sign-in?callbackUrl=/sign-in",
    "/api/auth/signout",
  ])("%s leads home instead", (asked) => {
    expect(returnPath(asked, OWN)).toBe("/instances");
  });

  test("an absolute address is refused where the own origin is not known", () => {
    expect(returnPath("http://localhost:3000/audit")).toBe("/instances");
    expect(returnPath("/audit")).toBe("/audit");
  });
});
