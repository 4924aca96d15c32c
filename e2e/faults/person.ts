import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "#e2e/faults/cloud.ts";
import { type Answer, asChange, call, cookiesOf, said } from "#e2e/http/call.ts";

const PASSWORD = "eni-desk-demo";
const GIVE_UP_MS = 60_000;
/** What a balancer says when it has nobody to ask; the caller tries again with the same key. */
const AGAIN = [502, 503, 504];

/** Somebody with a session, in front of one address. */
export class Person {
  readonly #port: number;
  readonly #cookie: string;

  private constructor(port: number, cookie: string) {
    this.#port = port;
    this.#cookie = cookie;
  }

  static async signIn(port: number, name: string): Promise<Person> {
    const asked = await call(port, "/api/auth/csrf");
    const { csrfToken } = JSON.parse(asked.text) as { csrfToken: string };
    const fields = new URLSearchParams({ csrfToken, name, password: PASSWORD, json: "true" });
    const answer = await call(port, "/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookiesOf(asked).join("; ") },
      body: fields.toString(),
    });
    if (answer.status !== 200) throw new Error(`nobody can sign in: ${answer.status} ${answer.text}`);
    return new Person(port, [...cookiesOf(asked), ...cookiesOf(answer)].join("; "));
  }

  askOnce(target: Target, key: string = randomUUID()): Promise<Answer> {
    const { regionId, instanceId, networkInterfaceId } = target;
    const where = { regionId, instanceId, networkInterfaceId };
    const asking = asChange({ action: "detach", ...where, reason: "asked by the fault suite" }, key);
    return call(this.#port, "/api/requests", {
      ...asking,
      headers: { cookie: this.#cookie, ...asking.headers },
    });
  }

  /** The id of the request, or what was said instead. */
  async ask(target: Target): Promise<string> {
    const key = randomUUID();
    for (const deadline = Date.now() + GIVE_UP_MS; Date.now() < deadline; await sleep(100)) {
      const answer = await this.askOnce(target, key).catch(() => null);
      if (answer?.status === 202) return said(answer).id ?? "an answer without an id";
      if (answer && !AGAIN.includes(answer.status)) return `${answer.status} ${answer.text}`;
    }
    return "nobody answered";
  }
}
