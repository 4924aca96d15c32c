import { inBrowser, type LargeDesk, startLargeDesk } from "#bench/large-desk.ts";
import type { Ratio } from "#bench/ratio.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const MOST_INTERACTIONS = 3;
const LONGEST_S = 10;
/** Whose the wanted ENI is, so that the page has an owner and a warning to show. */
const TAGS = [{ TagKey: "terraform", TagValue: "network/main" }];

/** P9: an alert names an IP address; from a bookmarked list of 100,000 ENIs to the right one, with owner and warnings. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  const wanted: string[] = [];
  const desk = await startLargeDesk(port, async ({ url }) => {
    const world = (await (await fetch(`${url}/_emulator/world`)).json()) as {
      networkInterfaces: { NetworkInterfaceId: string; Type: string; Status: string }[];
    };
    // One that is attached to nothing has a reason not to be detached, and no warnings.
    const secondary = world.networkInterfaces.filter(
      ({ Type, Status }) => Type === "Secondary" && Status === "InUse",
    );
    for (let index = 0; index < repetitions; index += 1) {
      const id =
        secondary[Math.floor(((index + 0.5) / repetitions) * secondary.length)]?.NetworkInterfaceId ?? "";
      wanted.push(id);
      const patched = await fetch(`${url}/_emulator/world/network-interfaces/${id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ Tags: TAGS }),
      });
      if (!patched.ok) throw new Error(`the emulator did not take the tags: ${await patched.text()}`);
    }
  });
  try {
    const seconds: number[] = [];
    let interactions = 0;
    for (const id of wanted) {
      const found = await find(desk, await addressOf(desk, id), id);
      seconds.push(found.seconds);
      interactions = Math.max(interactions, found.interactions);
    }
    const counted = { aa: null, n: repetitions };
    return [
      {
        ...{
          id: "P9",
          what: "from an IP address to its ENI with owner and warnings, interactions",
          goal: MOST_INTERACTIONS,
        },
        ...{ measured: interactions, low: interactions, high: interactions, ...counted },
      },
      {
        ...{ id: "P9", what: "the same, seconds from opening the bookmark, slowest", goal: LONGEST_S },
        ...{
          measured: Math.max(...seconds),
          low: Math.min(...seconds),
          high: Math.max(...seconds),
          ...counted,
        },
      },
    ];
  } finally {
    await desk.stop();
  }
}

async function addressOf({ url, cookie }: LargeDesk, id: string): Promise<string> {
  const answer = await fetch(`${url}/api/network-interfaces?q=${id}`, { headers: { cookie } });
  const { items } = (await answer.json()) as { items: NetworkInterfaceRow[] };
  const [row] = items;
  if (!row) throw new Error(`the product does not know ${id}`);
  return row.primaryPrivateIp;
}

/** Each press of a person counts: a key or a paste. Waiting for the page is in the time. */
function find(
  desk: LargeDesk,
  address: string,
  id: string,
): Promise<{ seconds: number; interactions: number }> {
  return inBrowser(desk.url, desk.cookie, async (page) => {
    const beganAt = performance.now();
    let interactions = 0;
    const press = async (act: Promise<void>) => {
      interactions += 1;
      await act;
    };
    await page.goto(`${desk.url}/network-interfaces`);
    await page.getByRole("table", { name: "Network interfaces" }).waitFor();
    await press(page.keyboard.press("ControlOrMeta+k"));
    await page.getByRole("dialog", { name: "Jump to" }).getByRole("combobox").waitFor();
    await press(page.keyboard.insertText(address));
    await page.getByRole("option", { name: id }).waitFor();
    await press(page.keyboard.press("Enter"));
    await page.getByText(id).first().waitFor();
    await page
      .getByRole("region", { name: "Owner" })
      .getByText("Terraform", { exact: true })
      .first()
      .waitFor();
    await page.getByText("What to know before detaching").first().waitFor();
    return { seconds: (performance.now() - beganAt) / 1_000, interactions };
  });
}
