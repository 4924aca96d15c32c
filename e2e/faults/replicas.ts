import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "#e2e/faults/cloud.ts";
import { type Desk, NoAnswer, type Variables } from "#e2e/faults/desk.ts";
import type { Random } from "#e2e/faults/random.ts";
import type { Stand } from "#e2e/faults/stand.ts";

/** Longer than any of these replicas is paused. */
const GIVE_UP_MS = 60_000;
/** What a balancer waits before it sends a retry elsewhere. */
const ANSWERS_WITHIN_MS = 6_000;

interface Replica {
  desk: Desk;
  /** Paused, killed or on its way: a balancer would have taken it out. */
  isOut: boolean;
}

/** Several desks on one database, behind a balancer that knows only some of them to be gone. */
export class Replicas {
  readonly #stand: Stand;
  readonly #random: Random;
  readonly #all: Replica[] = [];
  /** Never fewer than these are left for people. */
  readonly #least: number;

  constructor(stand: Stand, random: Random, least = 1) {
    this.#stand = stand;
    this.#random = random;
    this.#least = least;
  }

  async add(variables: Variables = {}): Promise<void> {
    this.#all.push({ desk: await this.#stand.desk(variables), isOut: false });
  }

  /** One that answers. */
  any(): Desk {
    const inside = this.#all.filter(({ isOut }) => !isOut);
    if (inside.length === 0) throw new NoAnswer("no replica is there");
    return this.#random.pick(inside).desk;
  }

  /** Asks until somebody answers, with one key all along: a person whose balancer tries again. */
  async ask(target: Target, by: string): Promise<string> {
    const key = randomUUID();
    for (const deadline = Date.now() + GIVE_UP_MS; Date.now() < deadline; await sleep(50)) {
      const asked = await Promise.race([this.#askOnce(target, key, by), sleep(ANSWERS_WITHIN_MS, null)]);
      if (asked?.ok) return asked.value.request.id;
      if (asked && asked.error.kind !== "cannot-be-recorded" && asked.error.kind !== "unreadable")
        return asked.error.kind;
    }
    return "nobody answered";
  }

  async #askOnce(target: Target, key: string, by: string) {
    try {
      return await this.any().ask(target, { key, by });
    } catch (cause) {
      if (cause instanceof NoAnswer) return null;
      throw cause;
    }
  }

  /** Asks and closes the line before there can be an answer, as somebody does who closes the tab. */
  async askAndLeave(target: Target, afterMs: number): Promise<void> {
    try {
      await this.any().askAndHangUp(target, randomUUID(), afterMs);
    } catch (cause) {
      if (!(cause instanceof NoAnswer)) throw cause;
    }
  }

  /** A normal deploy of one: no new calls, SIGTERM, and another one in its place. Answers how long it took to end. */
  async roll(variables: Variables = {}): Promise<number> {
    const replica = this.#takeOut();
    if (!replica) return 0;
    const startedAt = performance.now();
    await replica.desk.stop();
    const tookMs = performance.now() - startedAt;
    replica.desk = await this.#stand.desk(variables);
    replica.isOut = false;
    return tookMs;
  }

  /** Stops one where it stands, for longer than a lease, and lets it go on: it believes that no time has passed. */
  async pause(forMs: number): Promise<void> {
    const replica = this.#takeOut();
    if (!replica) return;
    replica.desk.child.signal("SIGSTOP");
    await sleep(forMs);
    replica.desk.child.signal("SIGCONT");
    replica.isOut = false;
  }

  /** Ends one without a word and starts another one in its place. */
  async replace(variables: Variables = {}): Promise<void> {
    const replica = this.#takeOut();
    if (!replica) return;
    await replica.desk.kill();
    replica.desk = await this.#stand.desk(variables);
    replica.isOut = false;
  }

  /** Puts one in the place of another that stops itself at a failpoint, and lets it go on after so long. */
  async pauseAt(point: string, nth: number, forMs: number): Promise<void> {
    const replica = this.#takeOut();
    if (!replica) return;
    await replica.desk.kill();
    replica.desk = await this.#stand.desk({ ENI_DESK_FAILPOINT: `${point}:stop:${nth}` });
    replica.isOut = false;
    await sleep(forMs);
    // Whether it got there or not: a process that is not stopped takes no notice.
    replica.desk.child.signal("SIGCONT");
  }

  #takeOut(): Replica | null {
    const inside = this.#all.filter(({ isOut }) => !isOut);
    if (inside.length <= this.#least) return null;
    const replica = this.#random.pick(inside);
    replica.isOut = true;
    return replica;
  }
}
