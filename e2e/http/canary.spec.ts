import { generateKeyPairSync } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asChange } from "#e2e/http/call.ts";
import type { Cloud } from "#e2e/http/cloud.ts";
import { Desk, idOf } from "#e2e/http/desk.ts";
import { apiRoutes, pages, pathOf } from "#e2e/http/routes.ts";
import { test as base, expect, ROLES } from "#e2e/http/test.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SIGNING_KEY = String(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
);

/** A text that can be found again in each variable that holds a secret. */
const SECRETS: Readonly<Record<string, string>> = {
  NEXTAUTH_SECRET: "canary-session-9#Kq2vLr7!TzWm4pYdB8sNc6hJ",
  ALIBABA_CLOUD_ACCESS_KEY_ID: "emulator",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "emulator-secret",
  AUDIT_SIGNING_KEY: SIGNING_KEY,
  ALERT_WEBHOOK_SECRET: "canary-webhook-secret-0123456789",
  METRICS_TOKEN: "canary-metrics-token-0123456789",
  OIDC_CLIENT_SECRET: "canary-openid-client-secret",
  HTTPS_PROXY: "http://desk:canary-proxy-password@127.0.0.1:9",
};

/** What must be found nowhere. Of the key's PEM the line that is the key. The id of an AccessKey is no secret. */
const CANARIES = [
  ...Object.values(SECRETS).filter((text) => text.startsWith("canary-")),
  "canary-proxy-password",
  "canary-in-the-address",
  "emulator-secret",
  SIGNING_KEY.split("\n")[1] ?? "",
];

const FORMS = CANARIES.flatMap((text) => [
  text,
  encodeURIComponent(text),
  Buffer.from(text).toString("base64").replace(/=+$/, ""),
]);

function found(text: string): string[] {
  return FORMS.filter((form) => text.includes(form));
}

const test = base.extend<object, { watched: Desk; ask: Awaited<ReturnType<Cloud["nextAsk"]>> }>({
  ask: [async ({ cloud }, use) => use(await cloud.nextAsk()), { scope: "worker" }],
  watched: [
    async ({ cloud }, use) => {
      const desk = await Desk.start(cloud.url, {
        ...SECRETS,
        OIDC_ISSUER: "http://127.0.0.1:9/issuer",
        OIDC_CLIENT_ID: "eni-desk",
        OIDC_ROLE_MAP: '{"operators": "operator"}',
        ALERT_WEBHOOK: "http://127.0.0.1:9/canary-in-the-address",
        LOG_LEVEL: "trace",
      });
      await use(desk);
      await desk.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

test("no secret of the configuration is in anything that is answered, logged or stored", async ({
  watched,
  ask,
}) => {
  test.slow();
  let looked = 0;
  const look = (where: string, text: string) => {
    looked += 1;
    expect(found(text), where).toEqual([]);
  };
  const people = await Promise.all(ROLES.map(async (role) => [role, await watched.signIn(role)] as const));
  const operator = people.find(([role]) => role === "operator")?.[1];
  const id = idOf(
    (await operator?.call("/api/requests", asChange(ask))) ?? { status: 0, headers: {}, text: "{}" },
  );
  const request = [`/requests/${id}`, `/api/requests/${id}`, `/api/requests/${id}/evidence`];
  const addresses = [...pages(), ...apiRoutes()].map((route) => pathOf(route));
  for (const path of [...addresses, ...request, "/no-such-page", "/api/%E0%A4%A"]) {
    for (const [role, person] of people) {
      for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
        const answer = await person.call(path, { headers });
        look(`${path} as ${role}`, JSON.stringify(answer.headers) + answer.text);
      }
    }
    const stranger = await watched.call(path);
    look(`${path} as a stranger`, JSON.stringify(stranger.headers) + stranger.text);
  }
  const auditor = people.find(([role]) => role === "auditor")?.[1];
  for (const format of ["csv", "jsonl"]) {
    look(format, (await auditor?.call(`/api/audit/export?format=${format}`))?.text ?? "");
  }
  const metrics = { headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` } };
  look("metrics", (await watched.call("/api/metrics", metrics)).text);
  const broken = asChange('{"action":');
  for (const [role, person] of people)
    look(`a broken body as ${role}`, (await person.call("/api/requests", broken)).text);
  const admin = people.find(([role]) => role === "admin")?.[1];
  const grants = [{ role: "viewer", scope: null }];
  const made = await admin?.call("/api/users", asChange({ name: "vera", grants }));
  const { password } = JSON.parse(made?.text ?? "{}") as { password: string };
  await watched.signIn("vera", password);
  const wrong = asChange({ password: "canary-typed-password" });
  look("a wrong password", (await admin?.call("/api/account/step-up", wrong))?.text ?? "");
  expect(password).toMatch(/^.{20}$/);
  FORMS.push(password, "canary-typed-password");
  expect(watched.output.length).toBeGreaterThan(10_000);
  look("the log", watched.output);
  for (const file of globSync("eni-desk.db*", { cwd: watched.folder })) {
    look(file, readFileSync(join(watched.folder, file), "latin1"));
  }
  expect(looked).toBeGreaterThan(500);
  console.log(`canaries: ${CANARIES.length} in 3 forms each, looked for in ${looked} places`);
});

test("no name of a secret variable is in what browsers load, and no source map lies beside it", () => {
  const files = globSync(".next/static/**/*.{js,css}", { cwd: ROOT });
  expect(files.length).toBeGreaterThan(10);
  expect(globSync(".next/static/**/*.map", { cwd: ROOT })).toEqual([]);
  const names = [...Object.keys(SECRETS), "OIDC_CLIENT_SECRET", "DATABASE_URL", "accessKeySecret"];
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), "utf8");
    expect([...found(text), ...names.filter((name) => text.includes(name))], file).toEqual([]);
  }
});
