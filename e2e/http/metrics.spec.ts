import { asChange, said } from "#e2e/http/call.ts";
import { Cloud } from "#e2e/http/cloud.ts";
import { Desk } from "#e2e/http/desk.ts";
import { test as base, expect } from "#e2e/http/test.ts";

const TOKEN = "a-token-of-these-tests-that-opens-nothing-else";
const META = /^# (HELP [a-z_]+ \S.*|TYPE [a-z_]+ (counter|gauge))$/;
const SAMPLE = /^([a-z_]+)(\{([a-z]+="[^"\\]*",?)+\})? (-?[0-9.]+(e-?[0-9]+)?)$/;

interface Watched {
  desk: Desk;
  cloud: Cloud;
  numbers(): Promise<Map<string, number>>;
}

const test = base.extend<object, { watched: Watched }>({
  watched: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads out of it that nothing is needed
    async ({}, use) => {
      const cloud = await Cloud.start();
      const desk = await Desk.start(cloud.url, { METRICS_TOKEN: TOKEN });
      await use({ desk, cloud, numbers: () => numbersOf(desk) });
      await desk.stop();
      await cloud.stop();
    },
    { scope: "worker" },
  ],
});

/** Every sample by its name and labels. Fails on a line that is none of the format. */
async function numbersOf(desk: Desk): Promise<Map<string, number>> {
  const answer = await desk.call("/api/metrics", { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = answer.text.split("\n");
  expect(lines.pop(), "the last line ends").toBe("");
  const samples = lines.filter((line) => !META.test(line)).map((line) => SAMPLE.exec(line) ?? [line]);
  expect(samples.filter(([, name]) => name === undefined)).toEqual([]);
  return new Map(samples.map(([, name = "", labels = "", , value]) => [`${name}${labels}`, Number(value)]));
}

test("whoever does not hold the token is told nothing", async ({ watched: { desk } }) => {
  const admin = await desk.signIn("admin");
  for (const authorization of ["", "Bearer", "Bearer x", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, TOKEN]) {
    for (const caller of [desk, admin]) {
      const answer = await caller.call("/api/metrics", { headers: { authorization } });
      expect([answer.status, said(answer).type], authorization).toEqual([401, "no-session"]);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
      expect(answer.text).not.toContain("eni_desk_");
    }
  }
});

test("the token opens the numbers, by whatever name the replica is asked", async ({ watched: { desk } }) => {
  const headers = { authorization: `Bearer ${TOKEN}`, host: "10.0.0.7:3000" };
  expect((await desk.call("/api/metrics", { headers })).text).toContain("eni_desk_build_info{");
});

test("what happens is counted: a send, an open request, a session, the switch", async ({
  watched: { desk, cloud, numbers },
}) => {
  const before = await numbers();
  expect(before.get("eni_desk_store_up")).toBe(1);
  expect(before.get("eni_desk_sending_enabled")).toBe(1);
  expect(before.get('eni_desk_requests_open{state="accepted"}')).toBe(0);
  const sent = 'eni_desk_sends_total{action="DetachNetworkInterface",result="accepted"}';
  expect(before.get(sent)).toBe(0);

  const operator = await desk.signIn("operator");
  const admin = await desk.signIn("admin");
  expect((await operator.call("/api/requests", asChange(await cloud.nextAsk()))).status).toBe(202);
  const stop = { enabled: false, reason: "to see it in the numbers" };
  expect((await admin.call("/api/settings/sending", asChange(stop))).status).toBe(200);

  const after = await numbers();
  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(after.get(sent)).toBe(1);
  expect(after.get('eni_desk_requests_open{state="accepted"}')).toBe(1);
  expect(grown("eni_desk_sessions_live")).toBe(2);
  expect(grown("eni_desk_events_total")).toBeGreaterThanOrEqual(5);
  expect(after.get("eni_desk_sending_enabled")).toBe(0);
  expect(after.get("eni_desk_notices_undelivered")).toBe(0);
  const detaches =
    'eni_desk_ecs_calls_total{action="DetachNetworkInterface",region="cn-hangzhou",result="answered"}';
  expect(after.get(detaches)).toBe(1);
  for (const name of ["start_time_seconds", "store_write_seconds", "last_event_age_seconds"]) {
    expect(after.has(`eni_desk_${name}`), name).toBe(true);
  }
});
