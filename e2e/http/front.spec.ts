import { once } from "node:events";
import { connect } from "node:net";
import { call, said } from "#e2e/http/call.ts";
import { expect, test } from "#e2e/http/test.ts";

const FOREIGN_HOSTS = ["10.0.0.7:3000", "[fd00::7]:3000", "eni-desk-2.internal", "elsewhere.example"];

test.describe("a probe that asks by a replica's own address", () => {
  for (const path of ["/api/health", "/api/ready", "/api/ready?deep=1"]) {
    test(`is answered by ${path}, the same as under our name`, async ({ desk }) => {
      const own = await desk.call(path);
      expect(own.status).toBe(200);
      for (const host of FOREIGN_HOSTS) {
        const answer = await desk.call(path, { headers: { host } });
        expect([answer.status, answer.text], host).toEqual([200, own.text]);
        expect(JSON.stringify(answer.headers)).not.toContain(host);
      }
    });
  }

  test("finds no numbers where no token is configured", async ({ desk }) => {
    for (const host of FOREIGN_HOSTS) {
      const answer = await desk.call("/api/metrics", { headers: { host, authorization: "Bearer " } });
      expect([answer.status, said(answer).type], host).toEqual([404, "not-found"]);
    }
  });

  for (const path of [
    "/",
    "/sign-in",
    "/api/me",
    "/api/health/",
    "/api/healthy",
    "/api/ready/../me",
    "/api/%72eady",
    "/API/READY",
    "/x?/api/ready",
    "/api/auth/session",
  ]) {
    test(`is refused at ${path}`, async ({ people }) => {
      const answer = await people.admin.call(path, { headers: { host: "10.0.0.7:3000" } });
      expect([answer.status, said(answer).type]).toEqual([421, "wrong-host"]);
    });
  }
});

for (const [what, path, asking, status, type] of [
  ["a method that is not offered", "/instances", { method: "DELETE" }, 405, "method-not-allowed"],
  ["an address that is no path", "//elsewhere.example/", {}, 400, "invalid-request"],
  ["an address that can't be decoded", "/api/%E0%A4%A", {}, 400, "invalid-request"],
  ["another host", "/sign-in", { headers: { host: "elsewhere.example" } }, 421, "wrong-host"],
] as const) {
  test(`${what} is refused in both languages with a problem that has no more in it`, async ({ desk }) => {
    for (const language of ["en", "zh"]) {
      const headers = { ...("headers" in asking ? asking.headers : {}), "accept-language": language };
      const answer = await desk.call(path, { ...asking, headers });
      const body = JSON.parse(answer.text) as Record<string, unknown>;
      expect(answer.status).toBe(status);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(body).toMatchObject({ type, status, correlationId: expect.any(String) });
      expect(Object.keys(body).sort()).toEqual(["correlationId", "status", "title", "type"]);
      expect(/\p{Script=Han}/u.test(String(body.title))).toBe(language === "zh");
    }
  });
}

test("a HEAD that is refused has no body", async ({ desk }) => {
  const answer = await desk.call("/", { method: "HEAD", headers: { host: "elsewhere.example" } });
  expect([answer.status, answer.text]).toEqual([421, ""]);
});

/** What is no request to Node's parser, and so never reaches the front. */
const BROKEN: readonly (readonly [string, number, (host: string) => string])[] = [
  ["a header without a colon", 400, (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nno colon\r\n\r\n`],
  ["a line that is no request", 400, () => "nonsense\r\n\r\n"],
  ["TLS on a plain port", 400, () => "\u0016\u0003\u0001\u0002\u0000\u0001"],
  [
    "two lengths",
    400,
    (host) => `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ],
  ["no host", 400, () => "GET /sign-in HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ["no host at a probe", 400, () => "GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n"],
  [
    "an expectation that nobody knows",
    417,
    (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: a-miracle\r\nConnection: close\r\n\r\n`,
  ],
  [
    "headers that are too large",
    431,
    (host) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
  ],
];

for (const [what, status, text] of BROKEN) {
  test(`${what} is answered ${status}, with every security header`, async ({ desk }) => {
    const answer = await rawAnswer(desk.port, text(`localhost:${desk.port}`));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    for (const header of [
      "content-security-policy: default-src 'none'",
      "x-content-type-options: nosniff",
      "x-frame-options: DENY",
      "referrer-policy: no-referrer",
      "cross-origin-opener-policy: same-origin",
      "cache-control: no-store",
      "content-type: application/problem+json",
    ]) {
      expect(head.toLowerCase()).toContain(header.toLowerCase());
    }
    expect(JSON.parse(body)).toMatchObject({ type: "invalid-request", status });
    expect((await desk.call("/api/health")).status, "the server goes on").toBe(200);
  });
}

test("HTTP/1.0 without a host is enough for a probe", async ({ desk }) => {
  expect(await rawAnswer(desk.port, "GET /api/ready HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
  expect(await rawAnswer(desk.port, "GET /sign-in HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
});

test("a broken request on a line that has just been answered does not spoil that answer", async ({
  desk,
}) => {
  const host = `localhost:${desk.port}`;
  const good = `GET /api/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const answer = await rawAnswer(desk.port, `${good}nonsense\r\n\r\n`);
  const alone = await call(desk.port, "/api/health");
  if (answer.startsWith("HTTP/1.1 200 ")) expect(answer).toContain(alone.text);
  else expect(answer).toMatch(/^(HTTP\/1\.1 400 |$)/);
});

/** Everything that comes back until the server closes. */
async function rawAnswer(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.on("error", () => undefined);
  socket.write(text, "latin1");
  await once(socket, "close");
  return answer;
}
