export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** BCP 47 tags for `lang` attributes and Intl. */
export const LANGUAGE_TAGS: Record<Language, string> = { en: "en", zh: "zh-CN" };

/**
 * The language to answer in: the `lang` cookie if it names one we have, else the first of ours that
 * Accept-Language lists, else English. The order of the header counts; its q values are ignored, browsers send it sorted.
 */
export function chooseLanguage(
  cookie: string | undefined,
  acceptLanguage: string | null | undefined,
): Language {
  const chosen = LANGUAGES.find((language) => language === cookie);
  if (chosen) return chosen;
  for (const part of (acceptLanguage ?? "").split(",")) {
    const primary = part.trim().slice(0, 2).toLowerCase();
    const known = LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return "en";
}
