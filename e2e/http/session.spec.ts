import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type Asking, asChange } from "#e2e/http/call.ts";
import type { Session } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

const NAME = "eni-desk.session";

function sessionToken({ cookie }: Session): string {
  const [, token] = new RegExp(`${NAME}=([^;]+)`).exec(cookie) ?? [];
  if (token === undefined) throw new Error("there is no session cookie");
  return token;
}

const withToken = (token: string): Asking => ({ headers: { cookie: `${NAME}=${token}` } });

/** The same length and alphabet, one bit of one character changed. */
function bitFlipped(token: string, at: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const index = alphabet.indexOf(token.charAt(at));
  return token.slice(0, at) + alphabet.charAt(index ^ 1) + token.slice(at + 1);
}

/** A token as next-auth seals it (JWE, dir, A256GCM, key by HKDF), under a secret that is not this server's. */
function sealedElsewhere(): string {
  const key = new Uint8Array(
    hkdfSync("sha256", "a secret of somebody else", "", "NextAuth.js Generated Encryption Key", 32),
  );
  const header = Buffer.from(JSON.stringify({ alg: "dir", enc: "A256GCM" })).toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(header));
  const claims = { sid: "A".repeat(43), iat: 1, exp: 4_102_444_800 };
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claims)), cipher.final()]);
  return [header, "", ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

const unsigned = ["eyJhbGciOiJub25lIn0", Buffer.from('{"sid":"A"}').toString("base64url"), ""].join(".");

test("a cookie of which one bit differs is no session, wherever it is", async ({ desk }) => {
  const person = await desk.signIn("viewer");
  const token = sessionToken(person);
  expect((await desk.call("/api/me", withToken(token))).status).toBe(200);
  const dots = [...token].flatMap((character, at) => (character === "." ? [at] : []));
  // One place in the header, the vector, the text and the seal. The last character of a part may hold unused bits.
  for (const at of [2, ...dots.map((dot) => dot + 1).filter((place) => token.charAt(place) !== ".")]) {
    expect((await desk.call("/api/me", withToken(bitFlipped(token, at)))).status, `at ${at}`).toBe(401);
  }
});

for (const [what, token] of [
  ["sealed with another secret", sealedElsewhere()],
  ["without a signature (alg none)", unsigned],
  ["of 8 kB", "x".repeat(8_192)],
  ["that is empty", ""],
  ["that can't be decoded", "%E0%A4%A"],
  ["that is another's name", "viewer"],
] as const) {
  test(`a cookie ${what} is no session, in the API, on pages and for next-auth`, async ({ desk }) => {
    expect((await desk.call("/api/me", withToken(token))).status).toBe(401);
    const change = asChange({});
    const headers = { ...change.headers, ...withToken(token).headers };
    expect((await desk.call("/api/requests", { ...change, headers })).status).toBe(401);
    expect((await desk.call("/instances", withToken(token))).status).toBe(307);
    const session = await desk.call("/api/auth/session", withToken(token));
    expect([session.status, session.text]).toEqual([200, "{}"]);
  });
}

test("more cookies than fit are refused before anyone looks at them", async ({ desk }) => {
  const cookie = Array.from({ length: 200 }, (_, index) => `c${index}=${"x".repeat(100)}`).join("; ");
  expect((await desk.call("/api/me", { headers: { cookie } })).status).toBe(431);
});

test("a cookie that was taken opens nothing after its owner has signed out", async ({ desk }) => {
  const person = await desk.signIn("viewer");
  const other = await desk.signIn("viewer");
  const asked = await person.call("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
  const signedOut = await person.call("/api/auth/signout", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, json: "true" }).toString(),
  });
  expect(signedOut.status).toBe(200);
  for (const path of ["/api/me", "/api/instances", "/api/requests"]) {
    expect((await person.call(path)).status, path).toBe(401);
  }
  expect((await person.call("/instances")).status).toBe(307);
  expect((await person.call("/api/auth/session")).text).not.toContain("viewer");
  expect((await other.call("/api/me")).status).toBe(200);
});

test("signing in makes a session of its own; one that was brought along is not taken over", async ({
  desk,
}) => {
  const [first, second] = [await desk.signIn("viewer"), await desk.signIn("viewer")];
  expect(sessionToken(first)).not.toBe(sessionToken(second));
});
