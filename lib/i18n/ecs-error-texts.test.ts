import { describe, expect, it } from "vitest";
import { ECS_ERROR_CATALOGUE } from "#lib/domain/ecs-error-catalogue.ts";
import {
  type EcsErrorExplanation,
  ecsAttachErrorTexts,
  ecsErrorTexts,
  explainEcsError,
} from "#lib/i18n/ecs-error-texts.ts";
import { LANGUAGES, type Language } from "#lib/i18n/language.ts";

const codes = [...new Set(ECS_ERROR_CATALOGUE.map(({ code }) => code))];

function expectGoodExplanation(
  language: Language,
  { meaning, nextStep, whoActs, listed }: EcsErrorExplanation,
): void {
  const isSentence = language === "en" ? /^[A-Z].*\.$/ : /\p{Script=Han}.*。$/u;
  expect(meaning).toMatch(isSentence);
  expect(nextStep).toMatch(isSentence);
  expect(meaning).not.toBe(nextStep);
  expect(whoActs).not.toBe("");
  expect(listed).toBe(true);
}

describe.each(LANGUAGES)("the explanations in %s", (language) => {
  it("exist for the listed codes and for no others", () => {
    expect(Object.keys(ecsErrorTexts(language)).sort()).toEqual([...codes].sort());
  });

  it.each(codes)("say what %s means and what to do", (code) => {
    expectGoodExplanation(language, explainEcsError(language, code, "detach"));
  });

  it.each([...codes, ...Object.keys(ecsAttachErrorTexts(language))])(
    "say what %s means for an attach, and speak of no detach",
    (code) => {
      const explanation = explainEcsError(language, code, "attach");
      expectGoodExplanation(language, explanation);
      expect(Object.values(explanation).join(" ")).not.toMatch(/DetachNetworkInterface|unplug|拔出/);
    },
  );

  it("point to ECS's own message for a code nobody has listed", () => {
    const explanation = explainEcsError(language, "Brand.New", "attach");
    expect(explanation.listed).toBe(false);
    expect(explanation.meaning).toContain("ECS");
    expect(explanation.nextStep).toContain("RequestId");
  });
});

it("does not take a word of JavaScript for a code", () => {
  for (const action of ["detach", "attach"] as const) {
    expect(explainEcsError("en", "constructor", action).listed).toBe(false);
  }
});
