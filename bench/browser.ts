import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, ensureChromium } from "#scripts/chromium.ts";

/** A Chromium of this run's own, as the stories are told in. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGUMENTS });
}
