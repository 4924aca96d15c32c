import { type Browser, chromium, type Page } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, ensureChromium } from "#scripts/chromium.ts";

/** A Chromium of this run's own, as the stories are told in. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGUMENTS });
}

/** A page in a fresh context, signed in by the pairs of a Cookie header. */
export async function signedInPage(browser: Browser, url: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies(
    cookie
      .split("; ")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return { name, value: value.join("="), url };
      }),
  );
  return context.newPage();
}
