import { describe, expect, test } from "vitest";
import { requestLook } from "#components/request/request-look.ts";
import { type StatusKind, statusLook } from "#components/ui/status-look.ts";
import { REQUEST_STATES, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";
import { TRANSITIONAL_INSTANCE_STATUSES } from "#lib/domain/instance.ts";
import { TRANSITIONAL_INTERFACE_STATUSES } from "#lib/domain/network-interface.ts";
import { uiTexts } from "#lib/i18n/ui-texts.ts";

describe("how a status looks", () => {
  test.each(REQUEST_STATES)("the request state %s has a word in both languages", (state) => {
    const { text } = requestLook(state);
    if (!text) throw new Error(`${state} is shown as the API spells it`);
    expect(uiTexts("en")[text]).not.toBe("");
    expect(uiTexts("zh")[text]).not.toBe(uiTexts("en")[text]);
  });

  test.each([
    ...TRANSITIONAL_INSTANCE_STATUSES.map((status): [StatusKind, string] => ["instance", status]),
    ...TRANSITIONAL_INTERFACE_STATUSES.map((status): [StatusKind, string] => ["network-interface", status]),
  ])("an %s in %s is seen to be under way", (kind, status) => {
    expect(statusLook(kind, status).moving).toBe(true);
  });

  test.each(STATES_NEEDING_EYES)("%s stands out", (state) => {
    expect(["warning", "danger"]).toContain(requestLook(state).tone);
  });

  test("a status nobody told us about is neutral and has no word of ours", () => {
    expect(statusLook("network-interface", "Teleporting")).toMatchObject({ tone: "neutral" });
    expect(statusLook("network-interface", "Teleporting").text).toBeUndefined();
    expect(statusLook("instance", "constructor")).toMatchObject({ icon: "question" });
  });
});
