import { describe, expect, test } from "vitest";
import { instanceLook } from "#components/instance/instance-look.ts";
import { networkInterfaceLook } from "#components/network-interface/network-interface-look.ts";
import { requestLook } from "#components/request/request-look.ts";
import { CircleHelp } from "#components/ui/icons.tsx";
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
    ...TRANSITIONAL_INSTANCE_STATUSES.map((status) => ["instance", status, instanceLook] as const),
    ...TRANSITIONAL_INTERFACE_STATUSES.map((status) => ["ENI", status, networkInterfaceLook] as const),
  ])("an %s in %s is seen to be under way", (_kind, status, look) => {
    expect(look(status).moving).toBe(true);
  });

  test.each(STATES_NEEDING_EYES)("%s stands out", (state) => {
    expect(["warning", "danger"]).toContain(requestLook(state).tone);
  });

  test("a status nobody told us about is neutral and has no word of ours", () => {
    expect(networkInterfaceLook("Teleporting")).toMatchObject({ tone: "neutral" });
    expect(networkInterfaceLook("Teleporting").text).toBeUndefined();
    expect(instanceLook("constructor")).toMatchObject({ icon: CircleHelp });
  });
});
