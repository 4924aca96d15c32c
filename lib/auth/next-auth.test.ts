import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import nextAuthModule from "next-auth";
import { encode } from "next-auth/jwt";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { addUser, type Desk, desk, eventsOf, GOOD_PASSWORD } from "#lib/auth/auth.test-data.ts";
import { actorOfCookie } from "#lib/auth/current-actor.ts";
import { csrfRefusalOf, refusalOf } from "#lib/auth/next-auth-handler.ts";
import { authOptions, type NextAuthOutcome } from "#lib/auth/next-auth-options.ts";
import { openedBefore, rememberOpened } from "#lib/auth/opened-cookies.ts";
import { cookieName, readSessionCookie } from "#lib/auth/session-cookie.ts";
import { Secret } from "#lib/config/secret.ts";

const SECRET = "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU";
const http = { publicUrl: new URL("http://127.0.0.1:3000"), nextAuthSecret: new Secret(SECRET) };
const https = { ...http, publicUrl: new URL("https://eni-desk.example.com") };

type Handle = (request: unknown, response: unknown) => Promise<void>;
// Outside a bundler the CommonJS default is a member of the default import.
const NextAuth: (options: unknown) => Handle = Reflect.get(nextAuthModule, "default") ?? nextAuthModule;

interface Site {
  world: Desk;
  origin: string;
  outcomes: NextAuthOutcome[];
}

/** next-auth with our options behind a real HTTP server, in the mode that needs no Next around it. */
async function site(): Promise<Site> {
  const world = await desk();
  await addUser(world, "olga");
  const outcomes: NextAuthOutcome[] = [];
  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const chunks = await request.toArray();
    const cookies = Object.fromEntries(
      (request.headers.cookie ?? "")
        .split("; ")
        .map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(decodeURIComponent)),
    );
    const outcome: NextAuthOutcome = {};
    outcomes.push(outcome);
    const asked = Object.assign(request, {
      query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split("/").slice(3) },
      cookies,
      body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    });
    const answered = Object.assign(response, {
      status: (code: number) => Object.assign(response, { statusCode: code }),
      json: (body: unknown) => response.end(JSON.stringify(body)),
      send: (body: unknown) => response.end(typeof body === "string" ? body : JSON.stringify(body)),
    });
    await NextAuth(authOptions(world.auth, http, outcome))(asked, answered);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // next-auth takes its own address from here and nowhere else.
  vi.stubEnv("NEXTAUTH_URL", origin);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { world, origin, outcomes };
}

function setCookies(response: Response): Record<string, string> {
  return Object.fromEntries(
    response.headers.getSetCookie().map((line) => (line.split(";")[0] ?? "").split(/=(.*)/s).slice(0, 2)),
  );
}

function cookieHeader(cookies: Record<string, string>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

async function post(
  { origin }: Site,
  path: string,
  fields: Record<string, string>,
  cookies: Record<string, string> = {},
) {
  const asked = await fetch(`${origin}/api/auth/csrf`, { headers: { cookie: cookieHeader(cookies) } });
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  return fetch(`${origin}/api/auth/${path}`, {
    method: "POST",
    redirect: "manual",
    headers: {
      cookie: cookieHeader({ ...cookies, ...setCookies(asked) }),
      "x-eni-desk-peer": "192.0.2.5",
      "user-agent": "a browser",
    },
    body: new URLSearchParams({ csrfToken, json: "true", ...fields }),
  });
}

const signIn = (at: Site, password = GOOD_PASSWORD) =>
  post(at, "callback/credentials", { name: "olga", password });

describe("signing in through next-auth", () => {
  it("sets one cookie that scripts cannot read, in which the session is found", async () => {
    const at = await site();
    const response = await signIn(at);
    const line = response.headers.getSetCookie().find((cookie) => cookie.startsWith("eni-desk.session="));
    expect(line).toMatch(/; Path=\/;.*; HttpOnly; SameSite=Lax$/);
    const cookie = decodeURIComponent(setCookies(response)["eni-desk.session"] ?? "");
    expect(await actorOfCookie(at.world.auth, http, cookie, false)).toMatchObject({
      ok: true,
      value: { name: "olga" },
    });
    const [event] = await eventsOf(at.world, "session.started");
    expect(event?.from).toEqual({ address: "192.0.2.5", userAgent: "a browser" });
  });

  it("keeps the session's id out of the cookie's text and of what scripts can ask for", async () => {
    const at = await site();
    const cookies = setCookies(await signIn(at));
    const rows = await at.world.store.read((db) => db.selectFrom("sessions").select("id").execute());
    const sessionId = rows.ok ? (rows.value[0]?.id ?? "") : "";
    const seen = await fetch(`${at.origin}/api/auth/session`, { headers: { cookie: cookieHeader(cookies) } });
    const text = await seen.text();
    expect(JSON.parse(text)).toMatchObject({ user: { name: "olga" } });
    expect(sessionId.length).toBe(43);
    expect(text + JSON.stringify(cookies)).not.toContain(sessionId);
  });

  it("says no without saying why, and hands the reason to the route", async () => {
    const at = await site();
    const response = await signIn(at, "not the password");
    expect(response.status).toBe(401);
    expect(setCookies(response)["eni-desk.session"]).toBeUndefined();
    expect(at.outcomes.at(-1)).toEqual({ signIn: { kind: "wrong" } });
    for (let n = 0; n < 5; n += 1) await signIn(at, `guess number ${n}`);
    expect(at.outcomes.at(-1)?.signIn).toMatchObject({ kind: "too-many" });
    await at.world.store.close();
    const unwritable = await signIn(at);
    expect(at.outcomes.at(-1)?.signIn).toMatchObject({ kind: "cannot-be-recorded" });
    expect(await unwritable.text()).not.toMatch(/sqlite|database|closed/i);
  });

  it("ends the session's row when signing out, so that a kept cookie is worth nothing", async () => {
    const at = await site();
    const cookies = setCookies(await signIn(at));
    const kept = decodeURIComponent(cookies["eni-desk.session"] ?? "");
    await post(at, "signout", {}, cookies);
    expect(await actorOfCookie(at.world.auth, http, kept, false)).toEqual({
      ok: false,
      error: { kind: "no-session" },
    });
    const replayed = await fetch(`${at.origin}/api/auth/session`, {
      headers: { cookie: cookieHeader(cookies) },
    });
    expect(await replayed.json()).not.toHaveProperty("user");
    expect(await eventsOf(at.world, "session.ended")).toHaveLength(1);
  });

  it("says when a sign-out could not be recorded", async () => {
    const at = await site();
    const cookies = setCookies(await signIn(at));
    await at.world.store.close();
    await post(at, "signout", {}, cookies);
    expect(at.outcomes.at(-1)).toEqual({ signOutFailed: true });
  });

  it("needs the token of its own form", async () => {
    const at = await site();
    const response = await post(at, "callback/credentials", {
      name: "olga",
      password: GOOD_PASSWORD,
      csrfToken: "f".repeat(64),
    });
    expect(setCookies(response)["eni-desk.session"]).toBeUndefined();
    expect(
      (
        await csrfRefusalOf(
          new Response(await response.text(), { headers: { "Content-Type": "application/json" } }),
        )
      )?.status,
    ).toBe(403);
  });

  it.each(["https://evil.example/x", "//evil.example", "/\\evil.example", "http://127.0.0.1.evil.example"])(
    "sends nobody to %s",
    async (callbackUrl) => {
      const at = await site();
      const response = await post(at, "callback/credentials", {
        name: "olga",
        password: GOOD_PASSWORD,
        callbackUrl,
      });
      const { url } = (await response.json()) as { url: string };
      expect(new URL(url).origin).toBe(at.origin);
    },
  );
});

describe("the cookie", () => {
  const NO_SESSION = { ok: false, error: { kind: "no-session" } };

  it("is bound to host, path and https where the address is https", () => {
    expect(cookieName(https, "session")).toBe("__Host-eni-desk.session");
    const cookies = Object.values(authOptions({} as Desk["auth"], https).cookies ?? {});
    expect(cookies).toHaveLength(6);
    for (const cookie of cookies) {
      expect(cookie.name).toMatch(/^__Host-/);
      expect(cookie.options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
      expect(cookie.options.domain).toBeUndefined();
    }
  });

  it("opens nothing when it is damaged, foreign, too long or not ours", async () => {
    const at = await site();
    const good = decodeURIComponent(setCookies(await signIn(at))["eni-desk.session"] ?? "");
    const rows = await at.world.store.read((db) => db.selectFrom("sessions").select("id").execute());
    const sid = rows.ok ? (rows.value[0]?.id ?? "") : "";
    const open = (value: string | undefined) => actorOfCookie(at.world.auth, http, value, false);
    expect((await open(good)).ok).toBe(true);
    for (let position = 0; position < good.length; position += 7) {
      const flipped = String.fromCharCode(good.charCodeAt(position) ^ 4);
      expect(await open(good.slice(0, position) + flipped + good.slice(position + 1))).toEqual(NO_SESSION);
    }
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ sid })).toString("base64url")}.`;
    for (const value of [
      undefined,
      "",
      "x",
      "a.b.c.d.e",
      "\u0000",
      good.slice(0, -1),
      `${good}A`,
      "A".repeat(8_192),
      good.repeat(20),
      unsigned,
      await encode({ token: { sid }, secret: "another secret of at least 32 bytes!" }),
      await encode({ token: { sid }, secret: SECRET, maxAge: -60 }),
      await encode({ token: { sid: [sid] }, secret: SECRET }),
      await encode({ token: {}, secret: SECRET }),
    ]) {
      expect(await open(value)).toEqual(NO_SESSION);
    }
  });
});

describe("a cookie that was opened before", () => {
  const NO_SESSION = { ok: false, error: { kind: "no-session" } };

  it("opens nothing once its session has ended, or its own time is over", async () => {
    const at = await site();
    const cookies = setCookies(await signIn(at));
    const good = decodeURIComponent(cookies["eni-desk.session"] ?? "");
    const open = () => actorOfCookie(at.world.auth, http, good, false);
    expect((await open()).ok).toBe(true);
    expect((await open()).ok).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 24 * 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(await readSessionCookie(good, http)).toBeNull();
    vi.useRealTimers();
    expect((await open()).ok).toBe(true);
    await post(at, "signout", {}, cookies);
    expect(await open()).toEqual(NO_SESSION);
  });

  it("opens nothing with another secret", async () => {
    const token = await encode({ token: { sid: "s".repeat(43) }, secret: SECRET });
    expect(await readSessionCookie(token, http)).toBe("s".repeat(43));
    const other = { ...http, nextAuthSecret: new Secret("another secret of at least 32 bytes!") };
    expect(await readSessionCookie(token, other)).toBeNull();
  });

  it("is remembered for the newest thousand only", () => {
    const secret = new Secret(SECRET);
    const opened = { sid: "s".repeat(43), exp: 2 };
    for (let nth = 0; nth <= 1_000; nth += 1) rememberOpened(secret, `cookie ${nth}`, opened);
    expect(openedBefore(secret, "cookie 0", 1_000)).toBeNull();
    expect(openedBefore(secret, "cookie 1", 1_000)).toEqual(opened);
    expect(openedBefore(secret, "cookie 1", 2_000)).toBeNull();
  });
});

describe("what the route answers instead of next-auth", () => {
  it("gives each outcome a status of its own, and success none", async () => {
    const failure = { kind: "unavailable", reason: "full", cause: "SQLITE_FULL" } as const;
    const statusOf = (outcome: NextAuthOutcome) => refusalOf(outcome)?.status ?? null;
    expect(statusOf({})).toBeNull();
    expect(statusOf({ signIn: { kind: "wrong" } })).toBe(401);
    expect(statusOf({ signIn: { kind: "cannot-be-recorded", failure } })).toBe(503);
    expect(statusOf({ signOutFailed: true })).toBe(503);
    const tooMany = refusalOf({ signIn: { kind: "too-many", retryAfterS: 42 } });
    expect([tooMany?.status, tooMany?.headers.get("Retry-After")]).toEqual([429, "42"]);
    expect(await refusalOf({ signIn: { kind: "cannot-be-recorded", failure } })?.text()).not.toContain(
      "SQLITE",
    );
  });

  it("leaves alone what is no CSRF refusal", async () => {
    expect(await csrfRefusalOf(Response.json({ url: "https://a.example/?x=csrf" }))).toBeNull();
    expect(await csrfRefusalOf(new Response("text"))).toBeNull();
    const moved = new Response(null, { status: 302, headers: { Location: "/sign-in?csrf=true" } });
    expect((await csrfRefusalOf(moved))?.status).toBe(403);
  });
});
