import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KeepAliveClient } from "#emulator/client/keep-alive-client.ts";
import { type SignedRequest, send, signV3 } from "#emulator/client/signed-request.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());

function bytesOf({ method, path, headers, body }: SignedRequest): string {
  const lines = Object.entries({ ...headers, "content-length": String(body.length) });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

/** Sends several requests down one line at once and answers everything that came back. */
function pipelined(requests: readonly SignedRequest[], answers: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(emulator.port, "127.0.0.1", () => socket.write(requests.map(bytesOf).join("")));
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer in time after: ${text}`)));
    socket.setEncoding("utf8");
    socket.on("error", reject);
    socket.on("data", (chunk: string) => {
      text += chunk;
      if (text.split("HTTP/1.1 ").length - 1 < answers || !text.endsWith("}")) return;
      socket.destroy();
      resolve(text);
    });
  });
}

test("requests that are pipelined are answered in their order, though the first takes longest", async () => {
  await control(emulator.url, "POST", "/faults", {
    match: { action: "DescribeRegions" },
    fault: { kind: "latency", ms: 300 },
  });
  const sign = (action: string, params: Record<string, string> = {}) =>
    signV3({ url: emulator.url, action, params });
  const text = await pipelined(
    [sign("DescribeRegions"), sign("DescribeZones", { RegionId: "cn-hangzhou" }), sign("DescribeNothing")],
    3,
  );
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 404"]);
  const places = ['"Regions":', '"Zones":', "InvalidAction.NotFound"].map((word) => text.indexOf(word));
  expect(places).toEqual([...places].sort((left, right) => left - right));
  expect(places[0]).toBeGreaterThan(0);
});

test("hundreds of calls over few lines that stay open are each answered, and each once in the journal", async () => {
  await control(emulator.url, "POST", "/reset");
  const client = new KeepAliveClient(emulator.url, 4);
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, index) =>
      client.call("DescribeInstances", { RegionId: "cn-hangzhou", InstanceName: `call-${index}` }),
    ),
  );
  client.close();
  const requestIds = answers.map((text) => String(JSON.parse(text).RequestId));
  const calls = emulator.cloud.journal.list({});
  expect(new Set(requestIds).size).toBe(400);
  expect(new Set(calls.map(({ requestId }) => requestId))).toEqual(new Set(requestIds));
  expect(new Set(calls.map(({ params }) => params.InstanceName)).size).toBe(400);
});

test("a request that cannot be read is refused in the format that its head asks for", async () => {
  const { host } = new URL(emulator.url);
  const post = (path: string, headers: Record<string, string>) =>
    send(emulator.url, {
      method: "POST",
      path,
      headers: { host, "content-type": "application/json", ...headers },
      body: "{",
    });
  const types = async (path: string, headers: Record<string, string> = {}) =>
    (await post(path, headers)).headers["content-type"];
  expect(await types("/?Format=JSON")).toBe("application/json;charset=utf-8");
  expect(await types("/")).toBe("text/xml;charset=utf-8");
  expect(await types("/", { authorization: "ACS3-HMAC-SHA256 x" })).toBe("application/json;charset=utf-8");
  const { body } = await post("/?Format=XML", {});
  expect(body).toMatch(/^<\?xml .*<Error><RequestId>.*<Code>InvalidParameter<\/Code>/);
});
