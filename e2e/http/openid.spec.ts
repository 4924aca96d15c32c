import { type Answer, cookiesOf, said } from "#e2e/http/call.ts";
import { Desk, type Session } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";
import { HostileIssuer, type Wrong } from "#e2e/openid/hostile-issuer.ts";

let issuer: HostileIssuer;
let desk: Desk;
let auditor: Session;

test.beforeAll(async ({ cloud }) => {
  issuer = await HostileIssuer.start();
  desk = await Desk.start(cloud.url, {
    OIDC_ISSUER: issuer.issuer,
    OIDC_CLIENT_ID: "eni-desk",
    OIDC_CLIENT_SECRET: "a-client-secret-of-these-tests",
    OIDC_ROLE_MAP: JSON.stringify({ operators: "operator region:cn-hangzhou" }),
  });
  auditor = await desk.signIn("auditor");
});
test.beforeEach(() => {
  issuer.wrong = {};
});
test.afterAll(async () => {
  await desk.stop();
  issuer.stop();
});

interface Way {
  cookie: string;
  /** The address that the issuer sends the browser back to. */
  back: string;
}

/** From our page to the issuer and back to our door, but not through it. */
async function goThere(query = ""): Promise<Way> {
  const asked = await desk.call("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
  const begun = await desk.call(`/api/auth/signin/openid${query}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookiesOf(asked).join("; ") },
    body: new URLSearchParams({ csrfToken, callbackUrl: "/requests", json: "true" }).toString(),
  });
  const { url } = JSON.parse(begun.text) as { url: string };
  const there = await fetch(url, { redirect: "manual" });
  const { pathname, search } = new URL(there.headers.get("location") ?? "");
  return { cookie: [...cookiesOf(asked), ...cookiesOf(begun)].join("; "), back: pathname + search };
}

const comeBack = ({ cookie, back }: Way): Promise<Answer> => desk.call(back, { headers: { cookie } });
const sessionIn = (answer: Answer) =>
  cookiesOf(answer).find((cookie) => /^eni-desk\.session=./.test(cookie) && !cookie.endsWith("="));

async function signInThere(wrong: Wrong = {}): Promise<Answer> {
  issuer.wrong = wrong;
  return comeBack(await goThere());
}

async function users(): Promise<number> {
  const admin = await desk.signIn("admin");
  return said(await admin.call("/api/users")).items?.length ?? 0;
}

test("a good token opens a session with the mapped role in its scope", async () => {
  const answer = await signInThere();
  expect([answer.status, answer.headers.location], answer.text).toEqual([
    302,
    expect.stringMatching(/\/requests$/),
  ]);
  const cookie = sessionIn(answer) ?? "";
  const me = await desk.call("/api/me", { headers: { cookie } });
  expect(JSON.parse(me.text)).toMatchObject({
    roles: ["operator"],
    emergency: false,
    user: { name: "mallory" },
  });
  const list = await desk.call("/api/instances?limit=500", { headers: { cookie } });
  expect(new Set(said(list).items?.map(({ regionId }) => regionId))).toEqual(new Set(["cn-hangzhou"]));
});

const NOW = () => Math.floor(Date.now() / 1_000);
const WRONG: Readonly<Record<string, [wrong: () => Wrong, cause: RegExp]>> = {
  "for another audience": [() => ({ claims: { aud: "another-client" } }), /audience/],
  "for us and another, with no word on who asked": [
    () => ({ claims: { aud: ["eni-desk", "other"] } }),
    /audience|azp/,
  ],
  "of another issuer": [() => ({ claims: { iss: "https://elsewhere.example" } }), /issuer/],
  "for another sign-in (nonce)": [() => ({ claims: { nonce: "another" } }), /nonce/],
  "without a nonce": [() => ({ claims: { nonce: undefined } }), /nonce/],
  "signed with a key that is not the issuer's": [() => ({ otherKey: true }), /signature/],
  "that is not signed": [() => ({ unsigned: true }), /signature/],
  "that has expired": [() => ({ claims: { exp: NOW() - 60, iat: NOW() - 360 } }), /expired/],
  "without an end": [() => ({ claims: { exp: undefined } }), /expired/],
  "from the future": [() => ({ claims: { iat: NOW() + 3_600 } }), /expired/],
  "without a subject": [() => ({ claims: { sub: undefined } }), /not usable/],
  "that gives no role": [() => ({ claims: { groups: ["somebody-else"] } }), /no role/],
  "with the name of a role instead of a mapped value": [() => ({ claims: { groups: ["admin"] } }), /no role/],
  "without the claim": [() => ({ claims: { groups: undefined } }), /no role/],
};

for (const [what, [wrong, cause]] of Object.entries(WRONG)) {
  test(`a token ${what} opens nothing, and the log has the cause`, async ({ cloud }) => {
    const before = { users: await users(), detaches: (await cloud.detaches()).length };
    const answer = await signInThere({
      ...wrong(),
      claims: { sub: `stranger-${what.length}`, ...wrong().claims },
    });
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/sign-in\?failed=/),
    ]);
    expect(sessionIn(answer)).toBeUndefined();
    expect({ users: await users(), detaches: (await cloud.detaches()).length }).toEqual(before);
    const log = await auditor.call("/api/audit?action=session.refused&limit=5");
    // One event per address and minute for strangers: what was counted only is in the server's own log.
    expect(`${log.text} ${desk.output}`).toMatch(cause);
  });
}

test("a way back without its cookies, with another's state, or walked twice opens nothing", async () => {
  const [one, two] = [await goThere(), await goThere()];
  const stateOf = ({ back }: Way) => new URLSearchParams(back.split("?")[1]).get("state") ?? "";
  const swapped = {
    ...one,
    back: one.back.replace(encodeURIComponent(stateOf(one)), encodeURIComponent(stateOf(two))),
  };
  const without = { ...one, back: one.back.replace(/&?state=[^&]*/, "") };
  for (const way of [{ ...one, cookie: "" }, swapped, without]) {
    const answer = await comeBack(way);
    expect([answer.status, sessionIn(answer)]).toEqual([303, undefined]);
  }
  const good = await comeBack(two);
  expect(sessionIn(good)).toBeDefined();
  const again = await comeBack(two);
  expect([again.status, sessionIn(again)]).toEqual([303, undefined]);
});

test("nothing that is added to the address goes on to the issuer, and the way begins on our own pages", async () => {
  const asked = await desk.call("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
  const post = (path: string, more: Record<string, string>) =>
    desk.call(path, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        cookie: cookiesOf(asked).join("; "),
        ...more,
      },
      body: new URLSearchParams({ csrfToken, callbackUrl: "https://evil.example/", json: "true" }).toString(),
    });
  const begun = await post("/api/auth/signin/openid?redirect_uri=https://evil.example&scope=all", {});
  expect(begun.text).not.toContain("evil");
  expect(begun.text).toContain("code_challenge");
  expect((await post("/api/auth/signin/openid", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await desk.call("/api/auth/signin/openid")).status).toBe(404);
});

test("signing in again ends the session that the browser had", async () => {
  const first = sessionIn(await signInThere()) ?? "";
  const way = await goThere("?again=1");
  const answer = await desk.call(way.back, { headers: { cookie: `${way.cookie}; ${first}` } });
  const second = sessionIn(answer) ?? "";
  expect((await desk.call("/api/me", { headers: { cookie: second } })).status).toBe(200);
  expect((await desk.call("/api/me", { headers: { cookie: first } })).status).toBe(401);
});

test("a person who is disabled here stays out, whatever the issuer says", async () => {
  const cookie =
    sessionIn(await signInThere({ claims: { sub: "oscar", preferred_username: "oscar" } })) ?? "";
  expect((await desk.call("/api/me", { headers: { cookie } })).status).toBe(200);
  const admin = await desk.signIn("admin");
  const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
  const body = JSON.stringify({ disabled: true });
  expect((await admin.call("/api/users/oscar/disabled", { method: "POST", headers, body })).status).toBe(200);
  expect((await desk.call("/api/me", { headers: { cookie } })).status).toBe(401);
  const again = await signInThere({ claims: { sub: "oscar", preferred_username: "oscar" } });
  expect([again.headers.location, sessionIn(again)]).toEqual(["/sign-in?failed=no-role", undefined]);
});

test("a name at the issuer opens no local account of that name, and no password opens the issuer's person", async () => {
  const answer = await signInThere({ claims: { sub: "not-the-admin", preferred_username: "admin" } });
  const me = await desk.call("/api/me", { headers: { cookie: sessionIn(answer) ?? "" } });
  const { user, roles } = JSON.parse(me.text) as { user: { name: string }; roles: string[] };
  expect(user.name).toMatch(/^admin-[0-9a-f]{8}$/);
  expect(roles).toEqual(["operator"]);
  for (const password of ["", "null", "eni-desk-demo"]) {
    await expect(desk.signIn(user.name, password)).rejects.toThrow();
  }
});

test("the sessions of an issuer are void when another one is configured", async ({ cloud }) => {
  const cookie = sessionIn(await signInThere({ claims: { sub: "vera", preferred_username: "vera" } })) ?? "";
  expect((await desk.call("/api/me", { headers: { cookie } })).status).toBe(200);
  await desk.stopServer();
  const { PORT: _port, NEXTAUTH_URL: _url, ...same } = desk.variables;
  const other = await Desk.start(cloud.url, { ...same, OIDC_ISSUER: "http://localhost:1/another" });
  expect((await other.call("/api/me", { headers: { cookie } })).status).toBe(401);
  await other.stop();
});
