import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { apiGet } from "#lib/client/api.ts";
import { ApiFailure } from "#lib/client/api-failure.ts";
import { apiPost, expectPost } from "#lib/client/api-post.ts";

interface Answer {
  status: number;
  body: string;
}

const answers = new Map<string, Answer>();
let received: IncomingHttpHeaders[] = [];
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    received.push(request.headers);
    const answer = answers.get(request.url ?? "");
    if (!answer) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  received = [];
});

function willAnswer(path: string, status: number, body: unknown): string {
  answers.set(path, { status, body: typeof body === "string" ? body : JSON.stringify(body) });
  return `${origin}${path}`;
}

async function failureOf(work: Promise<unknown>): Promise<ApiFailure> {
  const thrown = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(thrown instanceof ApiFailure)) throw new Error("did not fail with an ApiFailure");
  return thrown;
}

const greetingSchema = z.object({ word: z.string() });
const greeting = async () => greetingSchema;

describe("a call to our own API", () => {
  it("returns the answer that its schema allows", async () => {
    const url = willAnswer("/word", 200, { word: "ok" });
    await expect(apiGet(url, greeting)).resolves.toEqual({ word: "ok" });
  });

  it("marks a poll, and only a poll, as background", async () => {
    const url = willAnswer("/poll", 200, { word: "ok" });
    await apiGet(url, greeting, { background: true });
    await apiGet(url, greeting);
    expect(received.map((headers) => headers["x-eni-desk-background"])).toEqual(["1", undefined]);
  });

  it("sends a change once, with its key", async () => {
    const url = willAnswer("/change", 202, { word: "ok" });
    await apiPost(url, greeting, { body: { a: 1 }, idempotencyKey: "11111111-1111-4111-8111-111111111111" });
    expect(received).toHaveLength(1);
    expect(received[0]?.["idempotency-key"]).toBe("11111111-1111-4111-8111-111111111111");
    expect(received[0]?.["content-type"]).toBe("application/json");
  });

  it("fetches ahead what a change needs, and asks again for what could not be fetched", async () => {
    let asked = 0;
    const unsteady = async () => {
      asked += 1;
      if (asked === 1) throw new Error("no line");
      return greetingSchema;
    };
    expectPost(unsteady);
    expect(asked).toBe(1);
    const url = willAnswer("/ahead", 202, { word: "ok" });
    const key = "22222222-2222-4222-8222-222222222222";
    await expect(apiPost(url, unsteady, { body: {}, idempotencyKey: key })).resolves.toEqual({ word: "ok" });
  });

  it("keeps code and RequestId of a problem", async () => {
    const url = willAnswer("/refused", 409, {
      type: "ecs-refused",
      title: "ECS refused",
      status: 409,
      code: "InvalidOperation.DetachPrimaryEniNotAllowed",
      requestId: "4B450CA1-36E8-4AA2-8461-86B42BF4CC4E",
      correlationId: "c-1",
    });
    const failure = await failureOf(apiGet(url, greeting));
    expect(failure.kind).toBe("problem");
    expect(failure.problem?.code).toBe("InvalidOperation.DetachPrimaryEniNotAllowed");
    expect(failure.problem?.requestId).toBe("4B450CA1-36E8-4AA2-8461-86B42BF4CC4E");
  });

  it("keeps code and RequestId of a problem whose type is newer than the page", async () => {
    const url = willAnswer("/newer", 409, {
      type: "invented-later",
      title: "No",
      status: 409,
      code: "Later.Code",
      requestId: "R-1",
    });
    const failure = await failureOf(apiGet(url, greeting));
    expect(failure.problem).toMatchObject({ type: "internal", code: "Later.Code", requestId: "R-1" });
  });

  it("tells an answer that is no JSON from no answer at all", async () => {
    const html = willAnswer("/html", 502, "<html>Bad gateway</html>");
    expect(await failureOf(apiGet(html, greeting))).toMatchObject({ kind: "unreadable", httpStatus: 502 });
    expect(await failureOf(apiGet(`${origin}/hangs-up`, greeting))).toMatchObject({ kind: "unreachable" });
  });

  it("names the field that is not of the contract", async () => {
    const url = willAnswer("/other", 200, { word: 3 });
    const failure = await failureOf(apiGet(url, greeting));
    expect(failure.kind).toBe("unreadable");
    expect(failure.message).toContain("word");
  });

  it("leaves an abort an abort", async () => {
    const url = willAnswer("/aborted", 200, { word: "ok" });
    const work = apiGet(url, greeting, { signal: AbortSignal.abort() });
    await expect(work).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});
