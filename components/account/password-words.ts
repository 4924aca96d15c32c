import { SETUP_FAILURES } from "#lib/contract/setup-failures.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

/** Why a password was refused, in words. A word of a newer server stays as it is. */
export function passwordWords(refused: string, t: UiTranslate): string {
  const known = SETUP_FAILURES.find((word) => word === refused);
  return known ? t(`setup.problem.${known}`) : refused;
}
