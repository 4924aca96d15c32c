import { afterAll, expect, it, vi } from "vitest";

const NAME = "__zod_globalConfig";
const before: unknown = Reflect.get(globalThis, NAME);

afterAll(() => {
  Reflect.set(globalThis, NAME, before);
});

it("zod reads the setting that the browser's first file leaves for it, and compiles nothing", async () => {
  Reflect.deleteProperty(globalThis, NAME);
  vi.resetModules();
  await import("../../instrumentation-client.ts");
  const { config } = await import("zod");
  expect(config().jitless).toBe(true);
});
