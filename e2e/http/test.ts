import { test as base, expect } from "@playwright/test";
import { Cloud } from "#e2e/http/cloud.ts";
import { Desk, type Session } from "#e2e/http/desk.ts";

export const ROLES = ["viewer", "operator", "approver", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

interface WorkerFixtures {
  /** An emulator of these tests' own. A test takes an ENI that no other has had. */
  cloud: Cloud;
  /** A dashboard on it. */
  desk: Desk;
  /** One person of every role, signed in. */
  people: Readonly<Record<Role, Session>>;
}

/**
 * What calls over HTTP start from: no browser, and a dashboard and an emulator apart from those of the other stories,
 * because some of these tests break what they stand on.
 */
export const test = base.extend<object, WorkerFixtures>({
  cloud: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads out of it that nothing is needed
    async ({}, use) => {
      const cloud = await Cloud.start();
      await use(cloud);
      await cloud.stop();
    },
    { scope: "worker" },
  ],
  desk: [
    async ({ cloud }, use) => {
      const desk = await Desk.start(cloud.url);
      await use(desk);
      await desk.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  people: [
    async ({ desk }, use) => {
      const sessions = await Promise.all(ROLES.map(async (role) => [role, await desk.signIn(role)] as const));
      await use(Object.fromEntries(sessions) as Record<Role, Session>);
    },
    { scope: "worker" },
  ],
});

export { expect };
