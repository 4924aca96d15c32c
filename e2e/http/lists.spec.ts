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
