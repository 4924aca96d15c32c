import { startBareApp } from "#e2e/first-load/bare-app.ts";
import { FIRST_LOAD_GOALS, firstLoadOf } from "#e2e/first-load/javascript.ts";
import { freePort } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

/** The bare app is built first. */
const TIMEOUT_MS = 180_000;

test("the first JavaScript of a page is little more than that of a bare Next app", async ({
  browser,
  desk,
  people,
}) => {
  test.setTimeout(TIMEOUT_MS);
  const bare = await startBareApp(await freePort());
  try {
    const nothing = await firstLoadOf(browser, bare.url);
    const origin = `http://localhost:${desk.port}`;
    const list = await firstLoadOf(browser, `${origin}/network-interfaces`, people.viewer.cookie);
    const signIn = await firstLoadOf(browser, `${origin}/sign-in`);
    const times = (load: typeof list) => load.gzipBytes / nothing.gzipBytes;
    expect(times(list), JSON.stringify(list.scripts, null, 1)).toBeLessThanOrEqual(FIRST_LOAD_GOALS.list);
    expect(times(signIn), JSON.stringify(signIn.scripts, null, 1)).toBeLessThanOrEqual(
      FIRST_LOAD_GOALS.signIn,
    );
  } finally {
    await bare.stop();
  }
});
