import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callV3, send } from "#emulator/client/signed-request.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

let emulator: RunningEmulator;
beforeEach(async () => {
  emulator = await startEmulator({ port: 0, controlPort: 0 });
});
afterEach(() => emulator.close());

const regions = () => callV3({ url: emulator.url, action: "DescribeRegions" });

describe("a connection that is refused", () => {
  test("is what every caller sees while the listener is closed, and the door stays", async () => {
    expect((await regions()).httpStatus).toBe(200);
    await control(emulator.controlUrl, "POST", "/listener", { open: false });
    await expect(regions()).rejects.toThrow("ECONNREFUSED");
    expect(await control(emulator.controlUrl, "GET", "/health")).toMatchObject({ status: "ok" });
    expect(emulator.cloud.journal.list({})).toHaveLength(1);
    const { port } = emulator;
    await control(emulator.controlUrl, "POST", "/listener", { open: true });
    expect((await regions()).httpStatus).toBe(200);
    expect(emulator.port).toBe(port);
  });

  test("ends with a reset, and closing twice is closing once", async () => {
    for (let time = 0; time < 2; time += 1)
      expect(await control(emulator.controlUrl, "POST", "/listener", { open: false })).toEqual({
        open: false,
      });
    await control(emulator.controlUrl, "POST", "/reset");
    expect((await regions()).httpStatus).toBe(200);
  });

  test("breaks the lines that are open, answers that hang included", async () => {
    await control(emulator.controlUrl, "POST", "/faults", { fault: { kind: "hang" } });
    const hanging = expect(regions()).rejects.toThrow(/hang up|ECONNRESET/);
    await expect.poll(() => emulator.cloud.journal.list({})).toHaveLength(1);
    await control(emulator.controlUrl, "POST", "/listener", { open: false });
    await hanging;
  });

  test("cannot be asked for at the port that would close", async () => {
    await expect(control(emulator.url, "POST", "/listener", { open: false })).rejects.toThrow(/^409/);
    expect((await regions()).httpStatus).toBe(200);
  });
});

test("the second port answers the control door only, and strangers as little as the first", async () => {
  const { host } = new URL(emulator.controlUrl);
  const get = (path: string, headers: Record<string, string>) =>
    send(emulator.controlUrl, { method: "GET", path, headers, body: "" });
  expect((await get("/_emulator/health", { host })).httpStatus).toBe(200);
  expect((await get("/?Action=DescribeRegions&Version=2014-05-26", { host })).httpStatus).toBe(404);
  expect((await get("/_emulator/health", { host, origin: "https://evil.example" })).httpStatus).toBe(403);
});
