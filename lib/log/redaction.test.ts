import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createLog } from "#lib/log/log.ts";

/** In pieces, so that no scanner takes this file for a leak. */
const CANARY = ["Canary", "9f8e7d6c5b4a"].join("");

const FRAGMENT = CANARY.slice(0, 8);

/** Where libraries put what they were given, as their errors quote it. */
const SECRETS: Readonly<Record<string, string>> = {
  "an AccessKey id": `InvalidAccessKeyId: ${["LT", "AI"].join("")}${CANARY}`,
  "a token of STS": `${["ST", "S."].join("")}${CANARY}`,
  "a signed address": `GET https://ecs.example/?Action=X&Signature=${CANARY}%3D&Version=2014-05-26`,
  "a security token in an address": `https://ecs.example/?SecurityToken=${CANARY}&Action=X`,
  "a header of a signature": `headers: { authorization: 'ACS3-HMAC-SHA256 Credential=x,Signature=${CANARY}' }`,
  "a bearer": `the issuer refused Bearer ${CANARY} for this audience`,
  "a cookie": `request had Cookie: eni-desk.session=${CANARY}; theme=dark`,
  "a password in an address": `connect ECONNREFUSED postgres://eni_desk:${CANARY}@db.example:5432/eni_desk`,
  "a password in JSON": `{"name":"olga","password":"${CANARY}"}`,
  "a form": `name=olga&password=${CANARY}&csrfToken=1`,
  "a client's secret": `POST /token client_id=eni-desk&client_secret=${CANARY}&grant_type=authorization_code`,
  "an ID token": `bad token eyJhbGciOiJSUzI1NiJ9.${Buffer.from(CANARY).toString("base64url")}.${CANARY}`,
  "a hash of a password": `row: $argon2id$v=19$m=19456,t=2,p=1$${CANARY}$${CANARY}`,
  "a private key": `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`,
};

/** The ways in which an error reaches a log line. */
const WAYS: Readonly<Record<string, (text: string) => Record<string, string>>> = {
  "its message": (text) => ({ message: new Error(text).message }),
  "its stack": (text) => ({ stack: new Error(text).stack ?? "" }),
  "its cause, inspected": (text) => ({ cause: inspect(new Error("failed", { cause: new Error(text) })) }),
  // A line is cut after 2,000 characters: here in the middle of the secret, which must not save its first half.
  "a line that is cut in it": (text) => ({
    message: `${"x".repeat(1_999 - text.indexOf(CANARY) - FRAGMENT.length)} ${text}`,
  }),
};

const cases = Object.entries(SECRETS).flatMap(([secret, text]) =>
  Object.entries(WAYS).map(([way, fieldsOf]) => ({ secret, way, text, fieldsOf })),
);

describe("an error that quotes a secret", () => {
  it("is tried in more than forty places", () => {
    expect(cases.length).toBeGreaterThan(40);
  });

  it.each(cases)("leaves none of it in the log: $secret in $way", ({ text, fieldsOf }) => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line: string) => lines.push(line) });
    log.error("http.failed", fieldsOf(text));
    const written = lines.join("");
    expect(written).toContain("http.failed");
    for (const form of [FRAGMENT, Buffer.from(CANARY).toString("base64url")])
      expect(written).not.toContain(form);
  });
});
