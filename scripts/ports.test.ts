import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { freePort } from "#scripts/ports.ts";

const wish = { variable: "PORT", fallback: 3_000 };
const withPort = (port: string) => ({ ...process.env, PORT: port });

describe("a port", () => {
  it("that is taken is named, with a way out", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const asked = freePort(wish, withPort(String(port)), "npm run demo");
    await expect(asked).rejects.toThrow(`Port ${port} is taken. Stop what listens there`);
    await expect(asked).rejects.toThrow(/PORT=\d+ npm run demo$/);

    server.close();
    await once(server, "close");
    expect(await freePort(wish, withPort(String(port)), "npm run demo")).toBe(port);
  });

  it.each(["abc", "0", "65536", "3000.5", "-1"])("is not %s", async (text) => {
    await expect(freePort(wish, withPort(text), "npm run demo")).rejects.toThrow(
      `PORT takes a port from 1 to 65535, not "${text}".`,
    );
  });
});
