import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startAndEnd, variablesFor } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";

/** sysexits.h: EX_CONFIG, EX_UNAVAILABLE. */
const CONFIG = 78;
const UNAVAILABLE = 69;
/** In two pieces, so that no search for keys finds one here. */
const LOOKS_REAL = ["LTAI", "5tNotARealKeyAtAll01"].join("");

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "eni-desk-configuration-"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function usable() {
  return variablesFor(await freePort(), folder, "http://127.0.0.1:4310");
}

test("everything that is wrong is named at once, no value is shown, and the status is 78", async () => {
  const { status, output } = await startAndEnd({
    PORT: "eighty",
    NEXTAUTH_SECRET: "short-and-secret",
    ECS_ENDPOINT: "http://169.254.169.254",
    DATABASE_URL: "mysql://root:hunter2@db",
    ENI_DESK_REGION: "cn-hangzhou",
    ALIBABA_CLOUD_ACCESS_KEY_ID: LOOKS_REAL,
  });
  expect(status).toBe(CONFIG);
  for (const name of [
    "PORT",
    "NEXTAUTH_SECRET",
    "ECS_ENDPOINT",
    "DATABASE_URL",
    "ENI_DESK_REGION is not a variable",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET belong together",
    "The emulator never takes a real AccessKey",
  ]) {
    expect(output).toContain(name);
  }
  for (const value of ["eighty", "short-and-secret", "169.254", "hunter2", LOOKS_REAL]) {
    expect(output).not.toContain(value);
  }
  expect(output, "a stack trace").not.toMatch(/^\s+at /m);
});

test("nothing at all names what is missing", async () => {
  const { status, output } = await startAndEnd({});
  expect(status).toBe(CONFIG);
  expect(output).toContain("NEXTAUTH_SECRET is missing");
});

test("asking for Alibaba Cloud never falls back to the emulator", async () => {
  const { ECS_ENDPOINT: _, ENI_DESK_DEMO: __, ...rest } = await usable();
  const without = await startAndEnd({ ...rest, ECS_MODE: "alibaba-cloud" });
  expect([without.status, without.output.includes("needs credentials")]).toEqual([CONFIG, true]);
  const misspelt = await startAndEnd({ ...rest, ECS_MODE: "alibabacloud" });
  expect([misspelt.status, misspelt.output.includes("ECS_MODE must be emulator or alibaba-cloud")]).toEqual([
    CONFIG,
    true,
  ]);
  const both = await startAndEnd({ ...(await usable()), ECS_MODE: "alibaba-cloud" });
  expect(both.status).toBe(CONFIG);
  for (const name of ["ECS_ENDPOINT is for the emulator only", "ENI_DESK_DEMO", "needs credentials"]) {
    expect(both.output).toContain(name);
  }
});

for (const endpoint of [
  "http://169.254.169.254",
  "http://100.100.100.200",
  "file:///etc/passwd",
  "https://ecs.aliyuncs.com.evil.example",
  "http://127.0.0.1.evil.example",
  "http://127.0.0.1@evil.example",
  "http://localhost:4310",
]) {
  test(`an emulator at ${endpoint} is refused`, async () => {
    const { status, output } = await startAndEnd({ ...(await usable()), ECS_ENDPOINT: endpoint });
    expect([status, output.includes("ECS_ENDPOINT must be")]).toEqual([CONFIG, true]);
  });
}

test("a real-looking key is refused by the emulator's mode, whole or temporary", async () => {
  for (const id of [LOOKS_REAL, ["STS", "NotARealOne"].join(".")]) {
    const { status, output } = await startAndEnd({
      ...(await usable()),
      ALIBABA_CLOUD_ACCESS_KEY_ID: id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "a-secret-that-is-not-shown",
    });
    expect([status, output.includes("The emulator never takes a real AccessKey")]).toEqual([CONFIG, true]);
    expect(output).not.toContain(id);
    expect(output).not.toContain("a-secret-that-is-not-shown");
  }
});

test("the demo's published password is not offered to the network", async () => {
  const { status, output } = await startAndEnd({ ...(await usable()), HOST: "0.0.0.0" });
  expect([status, output.includes("HOST must then be a loopback address")]).toEqual([CONFIG, true]);
});

test("a taken port ends in one sentence", async () => {
  const variables = await usable();
  const taker = createServer().listen(Number(variables.PORT), "127.0.0.1");
  try {
    const { status, output } = await startAndEnd(variables);
    expect(status).toBe(UNAVAILABLE);
    expect(output).toContain(`Port ${variables.PORT} is taken. Set PORT to another one.`);
    expect(output).not.toContain("EADDRINUSE");
  } finally {
    taker.close();
  }
});

test("a second server on the same database is refused, and the first goes on", async ({ desk, cloud }) => {
  const { status, output } = await startAndEnd({
    ...variablesFor(await freePort(), desk.folder, cloud.url),
  });
  expect([status, output.includes("another process works with")]).toEqual([UNAVAILABLE, true]);
  expect((await desk.call("/api/ready")).status).toBe(200);
});
