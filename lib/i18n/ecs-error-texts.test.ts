import { describe, expect, it } from "vitest";
import { ECS_ERROR_CATALOGUE } from "#lib/domain/ecs-error-catalogue.ts";
import { ecsErrorTexts, explainEcsError } from "#lib/i18n/ecs-error-texts.ts";
import { LANGUAGES } from "#lib/i18n/language.ts";

const codes = [...new Set(ECS_ERROR_CATALOGUE.map(({ code }) => code))];

describe.each(LANGUAGES)("the explanations in %s", (language) => {
  it("exist for the listed codes and for no others", () => {
    expect(Object.keys(ecsErrorTexts(language)).sort()).toEqual([...codes].sort());
  });

  it.each(codes)("say what %s means and what to do", (code) => {
    const { meaning, nextStep, whoActs, listed } = explainEcsError(language, code);
    const isSentence = language === "en" ? /^[A-Z].*\.$/ : /\p{Script=Han}.*。$/u;
    expect(meaning).toMatch(isSentence);
    expect(nextStep).toMatch(isSentence);
    expect(meaning).not.toBe(nextStep);
    expect(whoActs).not.toBe("");
    expect(listed).toBe(true);
  });

  it("point to ECS's own message for a code nobody has listed", () => {
    const explanation = explainEcsError(language, "Brand.New");
    expect(explanation.listed).toBe(false);
    expect(explanation.meaning).toContain("ECS");
    expect(explanation.nextStep).toContain("RequestId");
  });
});

it("does not take a word of JavaScript for a code", () => {
  expect(explainEcsError("en", "constructor").listed).toBe(false);
});
