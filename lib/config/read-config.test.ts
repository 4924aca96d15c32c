import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Config } from "#lib/config/config.ts";
import { readConfig } from "#lib/config/read-config.ts";

const SECRET = "b8Fq2ZrT9wKx4LmN7vHs1JdC6yPe3GaU";
const CANARY = "canary-Xq7";
// In pieces, so that no scanner takes this file for a leak.
const REAL_LOOKING_KEY = `LT${"AI"}5tExampleExample`;

const emulator = { NEXTAUTH_SECRET: SECRET };
const cloud = {
  ECS_MODE: "alibaba-cloud",
  NEXTAUTH_SECRET: SECRET,
  NEXTAUTH_URL: "https://eni-desk.example.com",
  ALIBABA_CLOUD_ACCESS_KEY_ID: REAL_LOOKING_KEY,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret-of-the-key",
};

const { privateKey: rsaKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

type Environment = Record<string, string | undefined>;

function configOf(env: Environment): Config {
  const read = readConfig(env);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** The variables that are complained about. */
function blamed(env: Environment): string[] {
  const read = readConfig(env);
  return read.ok ? [] : [...new Set(read.error.flatMap((problem) => problem.variables))];
}

function messages(env: Environment): string {
  const read = readConfig(env);
  return read.ok ? "" : read.error.map((problem) => problem.message).join("\n");
}

describe("the emulator", () => {
  it("needs a session secret and nothing else", () => {
    expect(configOf(emulator)).toMatchObject({
      mode: "emulator",
      port: 3000,
      host: "127.0.0.1",
      regions: "all",
      observeOnly: false,
      demo: false,
      stuckAfterS: 300,
      settleWindowS: 60,
      credentials: { kind: "access-key", accessKeyId: "emulator", securityToken: null },
    });
    expect(configOf(emulator).databaseUrl.reveal()).toBe("file:.data/eni-desk.db");
    expect(String(configOf({ ...emulator, PORT: "3100" }).publicUrl)).toBe("http://localhost:3100/");
  });

  it.each(["http://127.0.0.1:4310", "http://127.8.8.8:1", "http://[::1]:4310"])(
    "may be at %s",
    (ECS_ENDPOINT) => {
      expect(blamed({ ...emulator, ECS_ENDPOINT })).toEqual([]);
    },
  );

  it.each([
    "http://169.254.169.254",
    "http://100.100.100.200",
    "https://ecs.aliyuncs.com",
    "https://ecs.aliyuncs.com.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "http://user:pw@127.0.0.1:4310",
    "http://localhost:4310",
    "http://0.0.0.0:4310",
    "http://[::ffff:169.254.169.254]",
    "http://2852039166",
    "http://127.0.0.1:4310/path",
    "http://127.0.0.1:4310/?q",
    "file:///etc/passwd",
    "127.0.0.1:4310",
    "http://127.0.0.1:4310\r\nX: y.evil.example",
  ])("may not be at %j", (ECS_ENDPOINT) => {
    expect(blamed({ ...emulator, ECS_ENDPOINT })).toEqual(["ECS_ENDPOINT"]);
  });

  it.each([REAL_LOOKING_KEY, REAL_LOOKING_KEY.toLowerCase(), `ST${"S."}Nexample`])(
    "refuses a key that looks real",
    (ALIBABA_CLOUD_ACCESS_KEY_ID) => {
      const env = { ...emulator, ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "x" };
      expect(blamed(env)).toContain("ALIBABA_CLOUD_ACCESS_KEY_ID");
    },
  );
});

describe("Alibaba Cloud", () => {
  it("is never replaced by the emulator", () => {
    expect(configOf(cloud).mode).toBe("alibaba-cloud");
    expect(readConfig({ ECS_MODE: "alibaba-cloud" }).ok).toBe(false);
    expect(blamed({ ...emulator, ECS_MODE: "alibaba" })).toEqual(["ECS_MODE"]);
    expect(blamed({ ...emulator, ECS_MODE: "Alibaba-Cloud" })).toEqual(["ECS_MODE"]);
  });

  it("takes an AccessKey, temporary keys, a credentials URI, or what the library finds by itself", () => {
    const { ALIBABA_CLOUD_ACCESS_KEY_ID: _id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: _secret, ...bare } = cloud;
    const credentials = (more: Environment) => configOf({ ...bare, ...more }).credentials;
    expect(configOf(cloud).credentials).toMatchObject({ kind: "access-key", securityToken: null });
    const temporary = configOf({ ...cloud, ALIBABA_CLOUD_SECURITY_TOKEN: "token" }).credentials;
    expect(temporary.kind === "access-key" && temporary.securityToken?.reveal()).toBe("token");
    const uri = credentials({ ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1:9/x" });
    expect(uri.kind === "credentials-uri" && uri.uri.reveal()).toBe("http://127.0.0.1:9/x");
    expect(credentials({ ALIBABA_CLOUD_ECS_METADATA: "role" })).toEqual({ kind: "default-chain" });
  });

  it.each<[string, Environment, string]>([
    [
      "no credentials at all",
      { ALIBABA_CLOUD_ACCESS_KEY_ID: undefined, ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined },
      "ALIBABA_CLOUD_ECS_METADATA",
    ],
    ["half an AccessKey", { ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined }, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    [
      "two sources of credentials",
      { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1/x" },
      "ALIBABA_CLOUD_CREDENTIALS_URI",
    ],
    ["an endpoint", { ECS_ENDPOINT: "https://ecs.aliyuncs.com" }, "ECS_ENDPOINT"],
    ["no address of its own", { NEXTAUTH_URL: undefined }, "NEXTAUTH_URL"],
    ["cookies in the clear", { NEXTAUTH_URL: "http://eni-desk.example.com" }, "NEXTAUTH_URL"],
    ["demo accounts", { ENI_DESK_DEMO: "1" }, "ENI_DESK_DEMO"],
    ["a settle window shorter than a late request", { SETTLE_WINDOW_S: "5" }, "SETTLE_WINDOW_S"],
    ["certificates switched off", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "NODE_TLS_REJECT_UNAUTHORIZED"],
  ])("refuses %s", (_what, change, variable) => {
    expect(blamed({ ...cloud, ...change })).toContain(variable);
  });
});

describe("in either mode", () => {
  it.each<[string, string]>([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80x"],
    ["HOST", "example.com"],
    ["DATABASE_URL", "postgres://u:p@h/d"],
    ["DATABASE_URL", "postgres://u:p@10.0.0.5/d"],
    ["DATABASE_URL", "postgres://u:p@h/d?sslmode=prefer"],
    ["DATABASE_URL", "postgres://u:p@h/d?sslmode=verify-full&options=-c%20fsync=off"],
    ["DATABASE_URL", "postgres://h/d?sslmode=verify-full"],
    ["DATABASE_URL", "postgres://u:p@localhost"],
    ["DATABASE_URL", "postgres:///d"],
    ["DATABASE_OWNER_URL", "postgres://owner:p@localhost/d"],
    ["DATABASE_OWNER_URL", "file:owner.db"],
    ["DATABASE_URL", "/var/lib/x.db"],
    ["DATABASE_URL", "file:"],
    ["DATABASE_URL", "file://host/x.db"],
    ["NEXTAUTH_SECRET", "short"],
    ["NEXTAUTH_SECRET", "x".repeat(64)],
    ["NEXTAUTH_URL", "eni-desk.example.com"],
    ["NEXTAUTH_URL", "https://eni-desk.example.com/desk"],
    ["NEXTAUTH_URL", "https://user@eni-desk.example.com"],
    ["ENI_DESK_REGIONS", "cn-hangzhou,evil.com/"],
    ["ENI_DESK_REGIONS", ","],
    ["ENI_DESK_OBSERVE_ONLY", "yes"],
    ["ENI_DESK_OBSERVEONLY", "1"],
    ["TICKET_PATTERN", "(["],
    ["TICKET_REQUIRED", "maybe"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "proxy.example.com"],
    ["TRUSTED_PROXIES", "0.0.0.0/0"],
    ["TRUSTED_PROXIES", "10.0.0.1, ::/0"],
    ["LOG_LEVEL", "loud"],
    ["STUCK_AFTER_S", "0"],
    ["SETTLE_WINDOW_S", "1.5"],
    ["HTTPS_PROXY", "socks5://127.0.0.1:1080"],
    ["AUTH_TRUST_HOST", "true"],
    ["AUDIT_SIGNING_KEY", "key"],
    ["AUDIT_SIGNING_KEY", String(rsaKey.export({ type: "pkcs8", format: "pem" }))],
    ["AUDIT_HEADS_TO", "/var/lib/heads.jsonl"],
    ["AUDIT_HEADS_TO", "file://host/heads.jsonl"],
    ["AUDIT_HEADS_TO", "http://heads.example.com/"],
    ["AUDIT_HEADS_TO", "http://127.0.0.1.example.com/"],
    ["AUDIT_RETENTION_DAYS", "179"],
    ["AUDIT_RETENTION_DAYS", "half a year"],
    ["METRICS_TOKEN", "x".repeat(23)],
    ["OIDC_ROLES_CLAIM", "two  blanks"],
    ["OIDC_SIGNING_ALGORITHM", "none"],
    ["OIDC_SIGNING_ALGORITHM", "HS256"],
  ])("refuses %s=%s, naming it alone", (variable, value) => {
    expect(blamed({ ...emulator, [variable]: value })).toEqual([variable]);
  });

  it("takes every variable it knows", () => {
    const config = configOf({
      ...emulator,
      PORT: "0",
      HOST: "::1",
      DATABASE_URL: "file:/var/lib/eni-desk/x.db",
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      ENI_DESK_REGIONS: "cn-hangzhou, ap-southeast-1",
      ENI_DESK_OBSERVE_ONLY: "true",
      ENI_DESK_DEMO: "1",
      TICKET_PATTERN: "OPS-\\d+",
      TICKET_REQUIRED: "1",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      LOG_LEVEL: "debug",
      HTTPS_PROXY: "http://proxy.example.com:3128",
      NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
    });
    expect(config).toMatchObject({
      regions: ["cn-hangzhou", "ap-southeast-1"],
      observeOnly: true,
      demo: true,
      ticketRequired: true,
      trustedProxies: ["10.0.0.0/8", "::1"],
      extraCaFile: "/etc/ca.pem",
    });
    expect(["OPS-12", "xOPS-12", "OPS-12\n"].map((ticket) => config.ticketPattern?.test(ticket))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("takes the audit log's key, in one line or several, and where its heads go", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = String(privateKey.export({ type: "pkcs8", format: "pem" })).trim();
    const config = configOf({
      ...emulator,
      AUDIT_SIGNING_KEY: pem.replaceAll("\n", "\\n"),
      AUDIT_HEADS_TO: `https://heads.example.com/${CANARY}`,
      AUDIT_RETENTION_DAYS: "180",
    });
    expect(config.auditSigningKey?.reveal()).toBe(pem);
    expect(configOf({ ...emulator, AUDIT_SIGNING_KEY: pem }).auditSigningKey?.reveal()).toBe(pem);
    expect(config.auditRetentionDays).toBe(180);
    expect(inspect(config, { depth: 9 })).not.toContain(CANARY);
    expect(configOf({ ...emulator, AUDIT_HEADS_TO: "file:heads.jsonl" }).auditHeadsTo).toEqual({
      kind: "file",
      path: "heads.jsonl",
    });
    expect(configOf(emulator)).toMatchObject({
      auditSigningKey: null,
      auditHeadsTo: null,
      auditRetentionDays: null,
    });
  });

  it("takes where notices go with what they are signed with, and never one without the other", () => {
    const alerts = { ALERT_WEBHOOK: `https://hooks.example.com/${CANARY}`, ALERT_WEBHOOK_SECRET: SECRET };
    const config = configOf({ ...emulator, ...alerts, METRICS_TOKEN: `${CANARY}-${SECRET}` });
    expect(config.alertWebhook?.url.reveal()).toBe(alerts.ALERT_WEBHOOK);
    expect(config.alertWebhook?.secret.reveal()).toBe(SECRET);
    expect(config.metricsToken?.reveal()).toBe(`${CANARY}-${SECRET}`);
    expect(inspect(config, { depth: 9 })).not.toContain(CANARY);
    expect(configOf(emulator)).toMatchObject({ alertWebhook: null, metricsToken: null });
    for (const name of ["ALERT_WEBHOOK", "ALERT_WEBHOOK_SECRET"]) {
      expect(blamed({ ...emulator, ...alerts, [name]: undefined })).toEqual(Object.keys(alerts));
    }
    expect(blamed({ ...emulator, ...alerts, ALERT_WEBHOOK_SECRET: "short" })).toEqual([
      "ALERT_WEBHOOK_SECRET",
    ]);
  });

  it.each([
    "http://hooks.example.com/x",
    "http://127.0.0.1.example.com/x",
    "https://user:password@hooks.example.com/x",
    "file:///tmp/notices",
    "hooks.example.com",
  ])("posts no notices to %s", (ALERT_WEBHOOK) => {
    expect(blamed({ ...emulator, ALERT_WEBHOOK, ALERT_WEBHOOK_SECRET: SECRET })).toEqual(["ALERT_WEBHOOK"]);
  });

  it.each([
    "postgres://u:p@localhost/d",
    "postgresql://u@127.0.0.1:5433/d",
    "postgres://u:p@[::1]/d",
    "postgres://u:p%40ss@db.example.com/d?sslmode=verify-full",
    "postgres://u:p@db.example.com/d?sslmode=require",
    "postgres://u:p@db.example.com/d?sslmode=disable",
  ])("takes the database %s", (DATABASE_URL) => {
    expect(configOf({ ...emulator, DATABASE_URL }).databaseUrl.reveal()).toBe(DATABASE_URL);
  });

  it("takes an owner of the same PostgreSQL database, and of no other", () => {
    const DATABASE_URL = "postgres://app:p@127.0.0.1:5433/desk";
    const owned = (DATABASE_OWNER_URL: string) => ({ ...emulator, DATABASE_URL, DATABASE_OWNER_URL });
    const right = owned("postgres://owner:q@127.0.0.1:5433/desk");
    expect(configOf(right).databaseOwnerUrl?.reveal()).toBe(right.DATABASE_OWNER_URL);
    for (const other of ["127.0.0.1:5433/else", "127.0.0.1:5434/desk", "localhost:5433/desk"]) {
      expect(blamed(owned(`postgres://owner:q@${other}`))).toEqual(["DATABASE_OWNER_URL"]);
    }
  });

  it("takes an empty variable for one that is not set", () => {
    expect(configOf({ ...emulator, PORT: "", ECS_ENDPOINT: " ", HTTPS_PROXY: "" })).toMatchObject({
      port: 3000,
      httpsProxy: null,
    });
  });

  it("refuses a demo that the network could reach", () => {
    expect(blamed({ ...emulator, ENI_DESK_DEMO: "1", HOST: "0.0.0.0" })).toContain("HOST");
  });

  it("tells of every problem at once, and of no value", () => {
    const env = {
      ECS_MODE: "alibaba-cloud",
      PORT: `${CANARY}-port`,
      DATABASE_URL: `postgres://user:${CANARY}@host/db`,
      NEXTAUTH_SECRET: CANARY,
      NEXTAUTH_URL: `http://${CANARY}.example.com`,
      ECS_ENDPOINT: `http://${CANARY}`,
      ALIBABA_CLOUD_ACCESS_KEY_ID: CANARY,
      HTTPS_PROXY: `socks5://user:${CANARY}@proxy`,
      ENI_DESK_REGIONS: `${CANARY}/`,
      TICKET_PATTERN: `([${CANARY}`,
      ENI_DESK_TYPO: CANARY,
    };
    expect(blamed(env).sort()).toEqual(
      [...Object.keys(env).filter((name) => name !== "ECS_MODE"), "ALIBABA_CLOUD_ACCESS_KEY_SECRET"].sort(),
    );
    expect(messages(env)).not.toContain(CANARY);
  });
});

describe("secrets", () => {
  function secretFile(content: string): string {
    const folder = mkdtempSync(join(tmpdir(), "eni-desk-secret-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "secret");
    writeFileSync(path, content);
    return path;
  }

  it("may be in files", () => {
    const config = configOf({ NEXTAUTH_SECRET_FILE: secretFile(`${SECRET}\n`) });
    expect(config.nextAuthSecret.reveal()).toBe(SECRET);
  });

  it("are not looked for twice, nor missed in silence", () => {
    expect(blamed({ ...emulator, NEXTAUTH_SECRET_FILE: secretFile(SECRET) })).toContain(
      "NEXTAUTH_SECRET_FILE",
    );
    expect(blamed({ NEXTAUTH_SECRET_FILE: "/nonexistent/secret" })).toEqual(["NEXTAUTH_SECRET_FILE"]);
    expect(messages({ NEXTAUTH_SECRET_FILE: "/nonexistent/secret" })).toContain("ENOENT");
    expect(blamed({ NEXTAUTH_SECRET_FILE: secretFile("\n") })).toEqual(["NEXTAUTH_SECRET_FILE"]);
    expect(blamed({ NEXTAUTH_SECRET_FILE: secretFile("short") })).toEqual(["NEXTAUTH_SECRET"]);
  });

  it("do not print", () => {
    const config = configOf({
      ...cloud,
      HTTPS_PROXY: `http://user:${CANARY}@proxy`,
      DATABASE_URL: `postgres://app:${CANARY}@localhost/d`,
      DATABASE_OWNER_URL: `postgres://owner:${CANARY}@localhost/d`,
    });
    const printed = [JSON.stringify(config), inspect(config, { depth: 9 }), `${config.nextAuthSecret}`].join(
      "\n",
    );
    for (const secret of [SECRET, cloud.ALIBABA_CLOUD_ACCESS_KEY_SECRET, CANARY])
      expect(printed).not.toContain(secret);
  });
});

describe(".env.example", () => {
  const text = readFileSync(".env.example", "utf8");
  const offered = [...text.matchAll(/^# ([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => ({
    name,
    value,
  }));

  it("works once the session secret is filled in", () => {
    expect([...text.matchAll(/^[A-Z].*$/gm)].map(String)).toEqual(["NEXTAUTH_SECRET="]);
  });

  it.each(offered.filter(({ value }) => value !== ""))(
    "offers $name=$value, which is right",
    ({ name, value }) => {
      const openId = Object.fromEntries(
        offered.filter((each) => each.name.startsWith("OIDC_")).map((each) => [each.name, each.value]),
      );
      // These belong together; their secret is offered empty.
      const others = name.startsWith("OIDC_") ? { ...openId, OIDC_CLIENT_SECRET: "x".repeat(16) } : {};
      expect(blamed({ ...emulator, ...others, [name]: value })).toEqual([]);
    },
  );

  it("explains in the line above every variable", () => {
    const lines = text.split("\n");
    const bare = offered.filter(
      ({ name }) => !/^# \S+ /.test(lines[lines.findIndex((l) => l.startsWith(`# ${name}=`)) - 1] ?? ""),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
    expect(offered.length).toBeGreaterThan(25);
  });
});

describe("an OpenID provider", () => {
  const openId = {
    ...emulator,
    OIDC_ISSUER: "https://id.example.com/tenant",
    OIDC_CLIENT_ID: "eni-desk",
    OIDC_CLIENT_SECRET: `${CANARY}-of-the-client`,
    OIDC_ROLE_MAP: '{"ops": "operator region:cn-hangzhou tag:team=web", "boss": ["admin", "viewer"]}',
  };

  it("is read whole, with its map of roles and scopes", () => {
    const { openId: read } = configOf(openId);
    expect(read).toMatchObject({
      issuer: openId.OIDC_ISSUER,
      rolesClaim: "groups",
      signingAlgorithm: "RS256",
    });
    const scope = { regionIds: ["cn-hangzhou"], tags: [{ key: "team", value: "web" }] };
    expect(read?.roleMap.get("ops")).toEqual([{ role: "operator", scope }]);
    expect(read?.roleMap.get("boss")).toEqual([
      { role: "admin", scope: null },
      { role: "viewer", scope: null },
    ]);
    expect(inspect(configOf(openId))).not.toContain(CANARY);
  });

  it.each(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLE_MAP"])(
    "is refused without %s",
    (variable) => {
      expect(messages({ ...openId, [variable]: undefined })).toContain("belong together");
    },
  );

  it.each([
    ["OIDC_ISSUER", "http://id.example.com"],
    ["OIDC_ISSUER", "https://id.example.com?x=1"],
    ["OIDC_ISSUER", "https://user@id.example.com"],
    ["OIDC_ISSUER", "id.example.com"],
    ["OIDC_CLIENT_SECRET", "short"],
    ["OIDC_ROLE_MAP", "{}"],
    ["OIDC_ROLE_MAP", "operator"],
    ["OIDC_ROLE_MAP", '{"ops": "root"}'],
    ["OIDC_ROLE_MAP", '{"ops": []}'],
    ["OIDC_ROLE_MAP", '{"ops": "operator zone:a"}'],
    ["OIDC_ROLE_MAP", '{"ops": "operator region:*"}'],
    ["OIDC_ROLE_MAP", '{"ops": "admin region:cn-hangzhou"}'],
    ["OIDC_ROLE_MAP", '{"ops": ["operator", "root"]}'],
  ])("is refused with %s=%s", (variable, value) => {
    expect(blamed({ ...openId, [variable]: value })).toContain(variable);
  });

  it("is https where the cloud is real", () => {
    const local = { ...openId, ...cloud, OIDC_ISSUER: "http://127.0.0.1:9000" };
    expect(blamed(local)).toEqual(["OIDC_ISSUER"]);
  });
});
