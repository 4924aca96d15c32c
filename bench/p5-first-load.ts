import { startBrowser } from "#bench/browser.ts";
import { startDesk } from "#bench/desk.ts";
import { startEmulatorProcess } from "#bench/emulator.ts";
import { countRatio, type Ratio } from "#bench/ratio.ts";
import { startBareApp } from "#e2e/first-load/bare-app.ts";
import { FIRST_LOAD_GOALS, firstLoadOf } from "#e2e/first-load/javascript.ts";

/** P5: the JavaScript of two pages against that of a page with nothing of ours in it. Bytes, so every repetition is the same. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  const emulator = await startEmulatorProcess(port, []);
  const desk = await startDesk(port + 1, emulator.url);
  const bare = await startBareApp(port + 2);
  const browser = await startBrowser();
  try {
    const { cookie } = await desk.signIn("operator");
    const origin = `http://localhost:${port + 1}`;
    const list: number[] = [];
    const signIn: number[] = [];
    for (let index = 0; index < repetitions; index += 1) {
      const nothing = await firstLoadOf(browser, bare.url);
      const listLoad = await firstLoadOf(browser, `${origin}/network-interfaces`, cookie);
      const signInLoad = await firstLoadOf(browser, `${origin}/sign-in`);
      list.push(listLoad.gzipBytes / nothing.gzipBytes);
      signIn.push(signInLoad.gzipBytes / nothing.gzipBytes);
      if (index === 0) {
        console.log(
          `P5: gzip bytes of JavaScript: bare ${nothing.gzipBytes}, list ${listLoad.gzipBytes}, sign-in ${signInLoad.gzipBytes}`,
        );
      }
    }
    return [
      countRatio(
        {
          id: "P5",
          what: "first JavaScript of /network-interfaces : bare Next app, gzip",
          goal: FIRST_LOAD_GOALS.list,
        },
        list,
      ),
      countRatio(
        {
          id: "P5",
          what: "first JavaScript of /sign-in : bare Next app, gzip",
          goal: FIRST_LOAD_GOALS.signIn,
        },
        signIn,
      ),
    ];
  } finally {
    await browser.close();
    await bare.stop();
    await desk.stop();
    await emulator.stop();
  }
}
