import { expect, test } from "vitest";
import { type UiTexts, uiTexts } from "#lib/i18n/ui-texts.ts";

const english = uiTexts("en");
const chinese = uiTexts("zh");
const keys = Object.keys(english) as (keyof UiTexts)[];

/** Each place once: English may need a word twice that Chinese says once. */
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test("every text is there in both languages", () => {
  expect(Object.keys(chinese).sort()).toEqual([...keys].sort());
  expect(keys.filter((key) => !english[key].trim() || !chinese[key].trim())).toEqual([]);
});

test("both languages fill in the same values", () => {
  const different = keys.filter((key) => `${places(english[key])}` !== `${places(chinese[key])}`);
  expect(different).toEqual([]);
});
