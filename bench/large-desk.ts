import type { Page } from "@playwright/test";
import { signedInPage, startBrowser } from "#bench/browser.ts";
import { startDesk } from "#bench/desk.ts";
import { type Emulator, startEmulatorProcess } from "#bench/emulator.ts";

const ENIS = 100_000;
const FLEET = `instances=12500,enis=${ENIS},regions=3,seed=1`;
const READ_MS = 120_000;

/** The built product over 100,000 ENIs that it has read, and a person who is signed in. */
export interface LargeDesk {
  readonly url: string;
  /** Of an operator, as a header. */
  readonly cookie: string;
  stop(): Promise<void>;
}

/** A page in a browser of its own, closed when `act` is done, so that two sides never share one. */
export async function inBrowser<Value>(
  url: string,
  cookie: string,
  act: (page: Page) => Promise<Value>,
): Promise<Value> {
  const browser = await startBrowser();
  try {
    return await act(await signedInPage(browser, url, cookie));
  } finally {
    await browser.close();
  }
}

/** `change` may alter the world before it is read. The emulator answers at once: its wait is no part of what is measured. */
export async function startLargeDesk(
  port: number,
  change: (emulator: Emulator) => Promise<void> = async () => {},
): Promise<LargeDesk> {
  const emulator = await startEmulatorProcess(port, ["--generate", FLEET]);
  try {
    await change(emulator);
    const desk = await startDesk(port + 1, emulator.url);
    const stop = async () => {
      await desk.stop();
      await emulator.stop();
    };
    const { cookie } = await desk.signIn("operator");
    const url = `http://localhost:${port + 1}`;
    await untilRead(url, cookie).catch(async (cause: unknown) => {
      await stop();
      throw cause;
    });
    return { url, cookie, stop };
  } catch (cause) {
    await emulator.stop();
    throw cause;
  }
}

async function untilRead(url: string, cookie: string): Promise<void> {
  const until = performance.now() + READ_MS;
  while (performance.now() < until) {
    const answer = await fetch(`${url}/api/network-interfaces?limit=1`, { headers: { cookie } });
    const page = (await answer.json()) as { total?: number; sources?: { partial?: boolean }[] };
    if (page.total === ENIS && !page.sources?.some(({ partial }) => partial)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the product did not read all ENIs in time");
}
