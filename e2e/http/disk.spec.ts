import SqliteConnection from "better-sqlite3";
import { asChange, said } from "#e2e/http/call.ts";
import { expect, test } from "#e2e/http/test.ts";

test("while the database takes no writes a detach is a 503 with the command for an emergency, and nothing is sent", async ({
  cloud,
  desk,
  people,
}) => {
  const ask = await cloud.nextAsk();
  const change = asChange(ask);
  const other = new SqliteConnection(desk.databasePath, { timeout: 5_000 });
  try {
    other.exec("BEGIN EXCLUSIVE");
    const answer = await people.operator.call("/api/requests", change);
    expect([answer.status, said(answer).type], answer.text).toEqual([503, "cannot-be-recorded"]);
    expect(said(answer).detail).toContain(
      `aliyun ecs DetachNetworkInterface --RegionId ${ask.regionId} --InstanceId ${ask.instanceId} --NetworkInterfaceId ${ask.networkInterfaceId}`,
    );
    expect((await desk.call("/api/ready")).status).toBe(503);
    expect((await desk.call("/api/health")).status).toBe(200);
    expect((await people.operator.call("/api/me")).status).toBe(200);
    expect((await people.auditor.call("/api/audit?ticket=unread")).status).toBe(503);
    expect((await people.auditor.call("/api/audit/export?format=csv")).status).toBe(503);
    expect((await desk.call("/api/me")).status).toBe(401);
    expect((await people.viewer.call("/api/requests", asChange(ask))).status).toBe(403);
  } finally {
    other.close();
  }
  expect(await cloud.detaches(ask.networkInterfaceId)).toEqual([]);

  const answer = await people.operator.call("/api/requests", change);
  expect([answer.status, said(answer).state], "the same key may be tried again").toEqual([202, "accepted"]);
  expect(await cloud.detaches(ask.networkInterfaceId)).toHaveLength(1);
});

test("while the database takes no writes nobody is signed in or out, and they are told", async ({ desk }) => {
  const person = await desk.signIn("viewer");
  const asked = await person.call("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
  const other = new SqliteConnection(desk.databasePath, { timeout: 5_000 });
  try {
    other.exec("BEGIN EXCLUSIVE");
    for (const path of ["/api/auth/signout", "/api/auth/callback/credentials"]) {
      const answer = await person.call(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ csrfToken, name: "viewer", password: "eni-desk-demo" }).toString(),
      });
      expect([answer.status, said(answer).type], path).toEqual([503, "cannot-be-recorded"]);
      expect(answer.headers["set-cookie"] ?? []).toEqual([]);
    }
    expect((await person.call("/api/me")).status).toBe(200);
  } finally {
    other.close();
  }
});
