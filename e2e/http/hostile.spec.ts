import { randomUUID } from "node:crypto";
import { asChange } from "#e2e/http/call.ts";
import { idOf } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

const FORMULA = '=HYPERLINK("http://x","y")';
/** Scripts, an end of ours, a direction that turns round, terminal escapes. */
const NAMES = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(2)</script>",
  "javascript:alert(3)",
  "invoice\u202Efdp.exe",
  "\u001b[31mred\u001b[0m",
];

test("a reason that a spreadsheet would take for a formula is text in the export", async ({
  cloud,
  people,
}) => {
  const mark = randomUUID();
  for (const first of ["=", "+", "-", "@", "＝"]) {
    const ask = { ...(await cloud.nextAsk()), reason: `${first}1+1 ${mark}`, ticket: FORMULA };
    expect((await people.operator.call("/api/requests", asChange(ask))).status).toBe(202);
  }
  const answer = await people.auditor.call("/api/audit/export?format=csv&action=request.asked");
  expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
  const lines = answer.text.split("\r\n").filter((line) => line.includes(mark));
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    expect(line).toMatch(/,"?'[=+\-@＝]1\+1 /);
    expect(line).toContain(`"'${FORMULA.replaceAll('"', '""')}"`);
    expect(line).not.toMatch(/(^|,)"?[=+\-@＝]/);
  }
});

test("a reason with line breaks and quotes stays in its one cell and its one line of JSON", async ({
  cloud,
  people,
}) => {
  const mark = randomUUID();
  const reason = `first "line"\n=cmd|' /C calc'!A0 ${mark}`;
  const ask = { ...(await cloud.nextAsk()), reason };
  expect((await people.operator.call("/api/requests", asChange(ask))).status).toBe(202);
  const csv = await people.auditor.call("/api/audit/export?format=csv&action=request.asked");
  expect(csv.text).toContain(`"${reason.replaceAll('"', '""')}"`);
  const jsonl = await people.auditor.call("/api/audit/export?format=jsonl&action=request.asked");
  const lines = jsonl.text.split("\n").filter((line) => line.includes(mark));
  expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([reason]);
});

test("names from the cloud are data in JSON and text in a page, whatever they hold", async ({
  cloud,
  people,
}) => {
  for (const name of NAMES) {
    const { networkInterfaceId, regionId } = await cloud.refusedAsk();
    await cloud.nameInterface(networkInterfaceId, name);
    const place = `/network-interfaces/${networkInterfaceId}?regionId=${regionId}`;
    const api = await people.viewer.call(`/api${place}`);
    expect(JSON.parse(api.text)).toMatchObject({ networkInterface: { name } });
    expect(api.headers["content-type"]).toContain("application/json");
    const page = await people.viewer.call(place);
    expect(page.status).toBe(200);
    expect(/<img src=x|<script>alert|href="javascript:/i.test(page.text), "markup out of a name").toBe(false);
  }
});

test("what people search for and write comes back as data only", async ({ people }) => {
  for (const text of NAMES) {
    for (const path of ["/instances", "/network-interfaces", "/requests", "/audit", "/sign-in"]) {
      const address = `${path}?q=${encodeURIComponent(text)}&callbackUrl=${encodeURIComponent(text)}`;
      const page = await people.auditor.call(address);
      expect(/<img src=x|<script>alert|href="javascript:/i.test(page.text), address).toBe(false);
    }
  }
});

test("an auditor finds the request that a formula asked for", async ({ cloud, people }) => {
  const ask = { ...(await cloud.nextAsk()), reason: `${FORMULA} as a reason` };
  const id = idOf(await people.operator.call("/api/requests", asChange(ask)));
  const answer = await people.auditor.call(`/api/requests/${id}`);
  expect(JSON.parse(answer.text)).toMatchObject({ id, reason: ask.reason });
});
