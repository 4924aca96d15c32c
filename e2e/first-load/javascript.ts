import { gzipSync } from "node:zlib";
import type { Browser, Response } from "@playwright/test";

/** At most so many times the JavaScript of a bare Next app. */
export const FIRST_LOAD_GOALS = { list: 1.3, signIn: 1.1 } as const;

export interface Script {
  readonly path: string;
  /** Of the decoded body, packed by us: how a server packs must not make a difference. */
  readonly gzipBytes: number;
}

export interface FirstLoad {
  readonly scripts: readonly Script[];
  readonly gzipBytes: number;
}

/**
 * All JavaScript that a browser without a cache receives for `url`, until its network is idle: what the page names, what
 * those scripts load, and what is fetched ahead.
 *
 * @param cookie the pairs of a session, as a Cookie header has them
 * @throws {Error} when the page is not the one asked for, or brought no script
 */
export async function firstLoadOf(browser: Browser, url: string, cookie = ""): Promise<FirstLoad> {
  const context = await browser.newContext();
  try {
    const pairs = cookie.split("; ").filter((pair) => pair !== "");
    await context.addCookies(
      pairs.map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return { name, value: value.join("="), url };
      }),
    );
    const page = await context.newPage();
    const received: Promise<Script | null>[] = [];
    page.on("response", (response) => received.push(scriptIn(response)));
    await page.goto(url, { waitUntil: "networkidle" });
    if (page.url() !== url) throw new Error(`${url} led to ${page.url()}`);
    const scripts = (await Promise.all(received)).filter((script) => script !== null);
    if (scripts.length === 0) throw new Error(`${url} brought no script`);
    return { scripts, gzipBytes: scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) };
  } finally {
    await context.close();
  }
}

async function scriptIn(response: Response): Promise<Script | null> {
  if (!/javascript/.test(response.headers()["content-type"] ?? "")) return null;
  const body = await response.body();
  return { path: new URL(response.url()).pathname, gzipBytes: gzipSync(body).length };
}
