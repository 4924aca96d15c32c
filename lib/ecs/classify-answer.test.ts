import { describe, expect, it } from "vitest";
import { ECS_ERROR_CATALOGUE } from "#lib/domain/ecs-error-catalogue.ts";
import { classifyAnswer } from "#lib/ecs/classify-answer.ts";

const error = (code: string, more: object = {}) =>
  JSON.stringify({ RequestId: "R-1", HostId: "ecs", Code: code, Message: "%s", Recommend: "", ...more });
const classify = (httpStatus: number, body: string, headers: Record<string, string> = {}) =>
  classifyAnswer({ httpStatus, headers, body });

const kindOf = (httpStatus: number, code: string) => {
  if (code.startsWith("Throttling")) return "throttled";
  return httpStatus >= 500 ? "outcome-unknown" : "rejected";
};

describe("every documented error", () => {
  it.each(
    ECS_ERROR_CATALOGUE.map(({ httpStatus, code }) => [httpStatus, code, kindOf(httpStatus, code)] as const),
  )("%i %s is %s, with its RequestId", (httpStatus, code, kind) => {
    expect(classify(httpStatus, error(code))).toMatchObject({
      error: { kind, code, httpStatus, requestId: "R-1" },
    });
  });
});

describe("an answer", () => {
  it("is a success when it carries a RequestId", () => {
    expect(classify(200, '{"RequestId":"R-1"}')).toMatchObject({ ok: true, value: { requestId: "R-1" } });
  });

  it.each([
    ["Throttling with any status", 403, error("Throttling.Whatever"), "throttled"],
    ["429 without a code", 429, "<html>", "throttled"],
    ["InternalError with 400", 400, error("InternalError"), "outcome-unknown"],
    ["ServiceUnavailable with 403", 403, error("ServiceUnavailable.RegionMaintaining"), "outcome-unknown"],
    ["any code with 500", 500, error("InvalidOperation.InvalidEniState"), "outcome-unknown"],
    ["an unlisted code with 4xx", 418, error("Brand.New"), "rejected"],
    ["502 with a page", 502, "<html>", "outcome-unknown"],
    ["400 with a page, perhaps of a proxy", 400, "<html>", "outcome-unknown"],
    ["403 without a code", 403, '{"RequestId":"R-1"}', "outcome-unknown"],
    ["200 with a page, as a captive portal does", 200, "<html>", "outcome-unknown"],
    ["200 with half a document", 200, '{"RequestId":"R', "outcome-unknown"],
    ["200 without RequestId", 200, "{}", "outcome-unknown"],
    ["200 with an empty RequestId", 200, '{"RequestId":""}', "outcome-unknown"],
    ["200 with a RequestId that is none", 200, '{"RequestId":"a\\nb"}', "outcome-unknown"],
    ["200 with a code", 200, error("InvalidOperation.InvalidEniState"), "outcome-unknown"],
    ["200 with a list", 200, "[]", "outcome-unknown"],
    ["204", 204, "", "outcome-unknown"],
    ["101", 101, '{"RequestId":"R-1"}', "outcome-unknown"],
    ["a redirect, even with a RequestId", 307, '{"RequestId":"R-1"}', "outcome-unknown"],
  ])("of %s is of the right kind", (_name, httpStatus, body, kind) => {
    expect(classify(httpStatus, body)).toMatchObject({ ok: false, error: { kind } });
  });

  it("that redirects is never believed, whatever it says", () => {
    expect(classify(302, error("Throttling"))).toMatchObject({
      error: {
        kind: "outcome-unknown",
        cause: "ECS answered with a redirect (HTTP 302), which is not followed",
      },
    });
  });

  it("keeps ECS's words and its recommendation as they are", () => {
    const body = error("Forbidden.RAM", {
      Message: "User not authorized…\n 用户无权限",
      Recommend: "https://api.aliyun.com/x",
    });
    expect(classify(403, body)).toMatchObject({
      error: { message: "User not authorized…\n 用户无权限", recommend: "https://api.aliyun.com/x" },
    });
  });

  it("takes the RequestId from the header where the body has none", () => {
    expect(classify(502, "<html>", { "x-acs-request-id": "R-2" })).toMatchObject({
      error: { requestId: "R-2" },
    });
  });

  it.each([
    ["1500", 1500],
    ["soon", null],
    ["-1", null],
  ])("that throttles and says %j asks to wait %s ms", (header, retryAfterMs) => {
    expect(classify(400, error("Throttling"), { "x-acs-retry-after": header })).toMatchObject({
      error: { kind: "throttled", retryAfterMs },
    });
  });
});
