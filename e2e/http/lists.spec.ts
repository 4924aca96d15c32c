import { expect, test } from "#e2e/http/test.ts";

test("a list of a region or an account that does not exist is an error, not an empty list", async ({
  people,
}) => {
  for (const list of ["/api/instances", "/api/network-interfaces"]) {
    const nowhere = await people.viewer.call(`${list}?regionId=cn-nowhere`);
    expect([nowhere.status, JSON.parse(nowhere.text)]).toMatchObject([
      400,
      { issues: [{ path: "regionId" }] },
    ]);
    const nobody = await people.viewer.call(`${list}?accountId=9999999999999999`);
    expect([nobody.status, JSON.parse(nobody.text)]).toMatchObject([
      400,
      { issues: [{ path: "accountId" }] },
    ]);
    expect((await people.viewer.call(`${list}?regionId=cn-beijing`)).status).toBe(200);
  }
});

test("reading the log leaves an event, also for a caller who says it is only a poll", async ({ people }) => {
  const filter = `?requestId=read-${Date.now()}`;
  const read = await people.auditor.call(`/api/audit${filter}`, {
    headers: { "x-eni-desk-background": "1" },
  });
  expect(read.status).toBe(200);
  const log = await people.auditor.call("/api/audit?action=audit.read&limit=500");
  expect(log.text).toContain(filter.slice("?requestId=".length));
});

const LISTS = ["/api/instances", "/api/network-interfaces"] as const;

interface Window {
  items: Record<string, unknown>[];
  total: number;
  unfilteredTotal: number;
  offset: number;
  version: string;
  cursor: string | null;
  sources: { regionId: string }[];
}
const windowIn = (answer: { text: string }): Window => JSON.parse(answer.text);
const idsIn = ({ items }: Window) =>
  items.map(({ networkInterfaceId, instanceId }) => networkInterfaceId ?? instanceId);

test("a search that cannot be understood is refused, and the answer names the token", async ({ people }) => {
  for (const list of LISTS) {
    for (const [q, said] of [
      ["colour:red", "colour:red: there is no such field"],
      ['web "half', "quotes have to enclose the whole text"],
      ["10.0.0.0/40", "this is not a range of addresses"],
    ] as const) {
      const answer = await people.viewer.call(`${list}?q=${encodeURIComponent(q)}`);
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
        400,
        { issues: [{ path: "q", message: expect.stringContaining(said) }] },
      ]);
    }
  }
});

test("tokens are combined, fields are compared, and a minus takes away", async ({ people }) => {
  const ask = async (q: string) =>
    windowIn(await people.viewer.call(`/api/network-interfaces?limit=500&q=${encodeURIComponent(q)}`));
  const all = await ask("");
  const primary = await ask("type:primary");
  const others = await ask("-type:primary");
  expect(primary.total).toBeGreaterThan(0);
  expect(primary.total + others.total).toBe(all.total);
  expect(new Set(primary.items.map(({ type }) => type))).toEqual(new Set(["Primary"]));
  const both = await ask("type:secondary status:available");
  expect(both.total).toBeGreaterThan(0);
  for (const row of both.items) expect(row).toMatchObject({ type: "Secondary", status: "Available" });
  const hangzhou = await ask("region:cn-hangzhou");
  expect(new Set(hangzhou.items.map(({ regionId }) => regionId))).toEqual(new Set(["cn-hangzhou"]));
  const one = all.items[0];
  expect(idsIn(await ask(`mac:${one?.macAddress}`))).toEqual([one?.networkInterfaceId]);
  expect(idsIn(await ask(String(one?.macAddress)))).toEqual([one?.networkInterfaceId]);
  expect(idsIn(await ask(`ip:${one?.primaryPrivateIp}/32`))).toContain(one?.networkInterfaceId);
  expect((await ask("status:inuse status:available")).total).toBe(0);
});

test("windows of one version fit together, and one that is gone says so", async ({ people }) => {
  for (const list of LISTS) {
    const whole = windowIn(await people.viewer.call(`${list}?limit=500`));
    const first = windowIn(await people.viewer.call(`${list}?limit=7`));
    const second = windowIn(await people.viewer.call(`${list}?limit=7&offset=7&version=${first.version}`));
    expect([second.offset, second.version]).toEqual([7, first.version]);
    expect([...idsIn(first), ...idsIn(second)]).toEqual(idsIn(whole).slice(0, 14));
    expect(first.unfilteredTotal).toBe(whole.total);
    const gone = await people.viewer.call(`${list}?version=AAAAAAAAAAAAAAAA`);
    expect([gone.status, JSON.parse(gone.text)]).toMatchObject([410, { type: "version-expired" }]);
    expect((await people.viewer.call(`${list}?version=odd`)).status).toBe(400);
    expect((await people.viewer.call(`${list}?offset=-1`)).status).toBe(400);
  }
});

test("who has the answer already is told just that, with its age", async ({ people }) => {
  for (const list of LISTS) {
    const ask = (etag?: string) =>
      people.viewer.call(`${list}?limit=5`, etag ? { headers: { "if-none-match": etag } } : {});
    let etag = (await ask()).headers.etag ?? "";
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    // A region that is just being read again is another answer, with another tag; between two readings it stays.
    await expect(async () => {
      const known = etag;
      const again = await ask(known);
      if (again.status === 200) etag = again.headers.etag ?? "";
      expect(again.status === 200 && etag === known).toBe(false);
      expect([again.status, again.text]).toEqual([304, ""]);
      expect(Date.parse(String(again.headers["observed-at"]))).toBeGreaterThan(0);
    }).toPass({ timeout: 15_000 });
    const other = await people.viewer.call(`${list}?limit=6`, { headers: { "if-none-match": etag } });
    expect(other.status).toBe(200);
  }
});

test("an export holds the whole filtered set, in both formats", async ({ people }) => {
  for (const list of LISTS) {
    const whole = windowIn(await people.viewer.call(`${list}?limit=500&q=region:cn-hangzhou`));
    expect(whole.total).toBeGreaterThan(10);
    const json = await people.viewer.call(`${list}/export?format=json&q=region:cn-hangzhou`);
    expect(json.headers["content-disposition"]).toMatch(/^attachment; filename="eni-desk-[\w-]+\d\.json"$/);
    expect(idsIn(windowIn(json))).toEqual(idsIn(whole));
    expect(windowIn(json).total).toBe(whole.total);
    const csv = await people.viewer.call(`${list}/export?format=csv&q=region:cn-hangzhou`);
    const [heading, ...lines] = csv.text
      .replace(/^\ufeff/, "")
      .trimEnd()
      .split("\r\n");
    expect(heading).toMatch(/^accountId,accountName,regionId,/);
    expect(lines.length).toBe(whole.total);
    for (const id of idsIn(whole)) expect(csv.text).toContain(String(id));
    expect((await people.viewer.call(`${list}/export`)).status).toBe(400);
    expect((await people.viewer.call(`${list}/export?format=csv&regionId=cn-nowhere`)).status).toBe(400);
  }
});
