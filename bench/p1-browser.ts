import type { Page } from "@playwright/test";
import { signedInPage, startBrowser } from "#bench/browser.ts";
import type { Target } from "#bench/detachable.ts";
import { median, type Ratio } from "#bench/ratio.ts";
import { size } from "#bench/sizes.ts";
import type { Visitor } from "#bench/visitor.ts";

const CLICKS = size({ full: 30, quick: 5 });
const WARM_UPS = size({ full: 5, quick: 2 });
/** What the browser may add to the HTTP call: reading the answer, going to the request's page, drawing it. */
const GOAL_MS = 50;
const REASON = "asked by the benchmark";

interface Setting {
  readonly operator: Visitor;
  readonly port: number;
  readonly targets: readonly Target[];
  /** The median of the same call without a browser, of this run. */
  readonly httpMs: number;
}

/** What a person sees: from the click in the dialog until the frame in which ECS's RequestId stands on the page. */
export async function measureInBrowser({ operator, port, targets, httpMs }: Setting): Promise<Ratio> {
  const browser = await startBrowser();
  try {
    const page = await signedInPage(browser, `http://localhost:${port}`, operator.cookie);
    const beyond: number[] = [];
    for (let index = 0; index < CLICKS + WARM_UPS; index += 1) {
      const target = targets[index];
      if (!target) throw new Error("no ENI is left to click on");
      const paintedMs = await paintedAfter(page, target);
      if (index >= WARM_UPS) beyond.push(paintedMs - httpMs);
    }
    return {
      id: "P1",
      what: `click → RequestId painted in Chromium, p50, milliseconds beyond the HTTP call's ${httpMs.toFixed(0)} ms`,
      goal: GOAL_MS,
      measured: median(beyond),
      low: Math.min(...beyond),
      high: Math.max(...beyond),
      aa: null,
      n: beyond.length,
    };
  } finally {
    await browser.close();
  }
}

async function paintedAfter(
  page: Page,
  { networkInterfaceId, accountId, regionId }: Target,
): Promise<number> {
  const where = new URLSearchParams({ accountId, regionId });
  await page.goto(`/network-interfaces/${networkInterfaceId}?${where}`);
  const name = { name: `Detach ${networkInterfaceId}`, exact: true };
  await page.getByRole("button", name).click();
  const dialog = page.getByRole("dialog", { name: `Detach ${networkInterfaceId}?` });
  await dialog.getByText("What depends on it").waitFor();
  await dialog.getByLabel("Reason").fill(REASON);
  const painted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clickedAt = 0;
        window.addEventListener(
          "click",
          (event) => {
            clickedAt ||= event.timeStamp;
          },
          true,
        );
        // The page of the ENI shows a RequestId too: that of its own read.
        const isThere = () =>
          location.pathname.startsWith("/requests/") &&
          document.querySelector('[aria-label="Copy RequestId"]') !== null;
        const seen = new MutationObserver(() => {
          if (!isThere()) return;
          seen.disconnect();
          // After two of these a frame with it has been drawn.
          requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - clickedAt)));
        });
        seen.observe(document.body, { childList: true, subtree: true, attributes: true });
      }),
  );
  await dialog.getByRole("button", name).click();
  return painted;
}
