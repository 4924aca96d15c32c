import { randomUUID } from "node:crypto";
import { asChange, said } from "#e2e/http/call.ts";
import { expect, test } from "#e2e/http/test.ts";

const CHANGES = [
  "/api/requests",
  `/api/requests/${randomUUID()}/send-again`,
  `/api/requests/${randomUUID()}/stop-following`,
  "/api/settings/sending",
];

/** What a browser, or a form made to look like one, may send on another site's behalf. */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a form of text/plain whose text is JSON": { "content-type": "text/plain" },
  "a form of url-encoded fields": { "content-type": "application/x-www-form-urlencoded" },
  "a form with files": { "content-type": "multipart/form-data; boundary=x" },
  "no type at all": { "content-type": "" },
  "a type that only mentions JSON": { "content-type": "text/plain; application/json" },
  "another origin": { origin: "https://elsewhere.example" },
  "an origin that begins like ours": { origin: "http://localhost.elsewhere.example" },
  "the origin null of a sandboxed frame": { origin: "null" },
  "another site": { "sec-fetch-site": "cross-site" },
  "another port of this machine": { "sec-fetch-site": "same-site" },
  "an address that was typed": { "sec-fetch-site": "none" },
  "another site under our origin": { "sec-fetch-site": "cross-site", origin: "http://localhost" },
};

for (const [what, headers] of Object.entries(FOREIGN)) {
  test(`a change from ${what} is refused, and nothing is sent`, async ({ cloud, people }) => {
    const ask = await cloud.refusedAsk();
    const calls = await cloud.callsFor(ask.networkInterfaceId);
    for (const path of CHANGES) {
      const change = asChange(ask);
      const answer = await people.operator.call(path, {
        ...change,
        headers: { ...change.headers, ...headers },
      });
      expect([answer.status, said(answer).type], path).toEqual([403, "cross-site"]);
    }
    expect(await cloud.callsFor(ask.networkInterfaceId)).toEqual(calls);
  });
}

test("another site can neither sign a person in nor out", async ({ desk }) => {
  const person = await desk.signIn("viewer");
  const asked = await person.call("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
  for (const path of ["/api/auth/signout", "/api/auth/callback/credentials"]) {
    const answer = await person.call(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://elsewhere.example" },
      body: new URLSearchParams({ csrfToken, name: "viewer", password: "eni-desk-demo" }).toString(),
    });
    expect([answer.status, said(answer).type]).toEqual([403, "cross-site"]);
  }
  expect((await person.call("/api/me")).status).toBe(200);
});

test("a program without any browser header may, with JSON and a key", async ({ cloud, people }) => {
  const ask = await cloud.nextAsk();
  const withoutKey = { ...asChange(ask), headers: { "content-type": "application/json" } };
  expect((await people.operator.call("/api/requests", withoutKey)).status).toBe(400);
  expect((await people.operator.call("/api/requests", asChange(ask))).status).toBe(202);
  expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
});

test("nothing that is only read changes anything, whoever links to it", async ({ cloud, people }) => {
  const { networkInterfaceId, regionId } = await cloud.nextAsk();
  const before = (await cloud.detaches()).length;
  const path = `/api/network-interfaces/${networkInterfaceId}/preflight?regionId=${regionId}`;
  expect((await people.operator.call(path, { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(
    200,
  );
  expect((await cloud.detaches()).length).toBe(before);
});
