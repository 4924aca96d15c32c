import type { Engine } from "#e2e/faults/promise.ts";

/** One way to break the product, as text to find (exactly once) and what stands there instead. */
export interface Mutation {
  /** The promise that must notice. */
  readonly breaks: string;
  readonly engine: Engine;
  readonly what: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

const SEND_UNGUARDED =
  "await desk.inventory.ecsOf(asked.accountId)?.detachNetworkInterface(asked, { mayWrite: () => true, written() {} });";

/** At least one for every promise: a test that stays green with it tests nothing. */
export const MUTATIONS: readonly Mutation[] = [
  {
    breaks: "R1",
    engine: "sqlite",
    what: "the call goes out before the intent is written",
    edits: [
      {
        file: "lib/requests/ask.ts",
        find: 'desk.failAt("before-intent");',
        replace: `${SEND_UNGUARDED} desk.failAt("before-intent");`,
      },
    ],
  },
  {
    breaks: "R1",
    engine: "postgres",
    what: "the call goes out before the intent is written",
    edits: [
      {
        file: "lib/requests/ask.ts",
        find: 'desk.failAt("before-intent");',
        replace: `${SEND_UNGUARDED} desk.failAt("before-intent");`,
      },
    ],
  },
  {
    breaks: "R2",
    engine: "sqlite",
    what: "a commit does not wait for the disk (synchronous=OFF)",
    edits: [
      {
        file: "lib/store/sqlite/store.ts",
        find: 'database.pragma("synchronous = FULL");',
        replace: 'database.pragma("synchronous = OFF");',
      },
      {
        file: "lib/store/sqlite/store.ts",
        find: 'if (mode === "wal" && synchronous === 2) return null;',
        replace: "return null;",
      },
      {
        file: "lib/store/sqlite/store.ts",
        find: "if (synchronous !== 2)",
        replace: "if (synchronous !== 0)",
      },
    ],
  },
  {
    breaks: "R3",
    engine: "sqlite",
    what: "an intent that cannot be written is sent all the same",
    edits: [
      {
        file: "lib/requests/ask.ts",
        find: "if (!opened.ok) return unrecordable(opened.error);",
        replace: `if (!opened.ok) { ${SEND_UNGUARDED} return unrecordable(opened.error); }`,
      },
    ],
  },
  {
    breaks: "R3",
    engine: "postgres",
    what: "an intent that cannot be written is sent all the same",
    edits: [
      {
        file: "lib/requests/ask.ts",
        find: "if (!opened.ok) return unrecordable(opened.error);",
        replace: `if (!opened.ok) { ${SEND_UNGUARDED} return unrecordable(opened.error); }`,
      },
    ],
  },
  {
    breaks: "R4",
    engine: "sqlite",
    what: "nobody picks up what a dead process left behind",
    edits: [
      {
        file: "lib/requests/follower.ts",
        find: "if (!last || !isLeftBehind(this.#desk, request)) return;",
        replace: "if (last || !isLeftBehind(this.#desk, request)) return;",
      },
    ],
  },
  {
    breaks: "R5",
    engine: "sqlite",
    what: "a call whose outcome is unknown is made again",
    edits: [
      {
        file: "lib/requests/send.ts",
        find: 'result === "not-sent" || result === "throttled";',
        replace: 'result === "not-sent" || result === "throttled" || result === "unknown";',
      },
    ],
  },
  {
    breaks: "R6",
    engine: "sqlite",
    what: "the key is not looked up where the request is opened",
    edits: [
      {
        file: "lib/requests/new-request.ts",
        find: 'if (use.kind !== "new") return use;',
        replace: "void use;",
      },
    ],
  },
  {
    breaks: "R7",
    engine: "postgres",
    what: "the lease is not looked at before the first byte",
    edits: [
      {
        file: "lib/requests/claim.ts",
        find: "return clock.now() + suspendedMs + settings.answerTimeoutMs < Date.parse(claim.until);",
        replace:
          "return true || clock.now() + suspendedMs + settings.answerTimeoutMs < Date.parse(claim.until);",
      },
    ],
  },
  {
    breaks: "R8",
    engine: "sqlite",
    what: "the hash of an event is not compared with its content",
    edits: [
      {
        file: "lib/audit/chain-check.ts",
        find: "if (hash !== eventHash(seq, prevHash, body))",
        replace: "if (hash === eventHash(seq, prevHash, body) && hash.length === 0)",
      },
    ],
  },
  {
    breaks: "R8",
    engine: "sqlite",
    what: "the columns of an event are not compared with its content",
    edits: [
      {
        file: "lib/audit/verify-chain.ts",
        find: "const problem = columnProblem(row, event.value) ?? sealing.see(event.value);",
        replace: "const problem = sealing.see(event.value);",
      },
    ],
  },
  {
    breaks: "R8",
    engine: "sqlite",
    what: "the log is not compared with a head that was kept elsewhere",
    edits: [
      {
        file: "lib/audit/chain-check.ts",
        find: "const problem = this.#heads.see(seq, hash);",
        replace: "const problem = this.#heads.see(seq, hash) && null;",
      },
    ],
  },
  {
    breaks: "R9",
    engine: "postgres",
    what: "leases and events are dated by the clock of the process",
    edits: [
      {
        file: "lib/services.ts",
        find: "const { clock } = store;",
        replace: "const clock = processClock;",
      },
    ],
  },
  {
    breaks: "R10",
    engine: "sqlite",
    what: "calls are made again without jitter",
    edits: [
      {
        file: "lib/requests/send.ts",
        find: "Math.max(retryAfterMs, randomInt(pause) + 1)",
        replace: "Math.max(retryAfterMs, pause)",
      },
    ],
  },
  {
    breaks: "R11",
    engine: "sqlite",
    what: "a stop does not wait for what is on the wire",
    edits: [
      {
        file: "lib/requests/requests.ts",
        find: "await this.#underWay.end();",
        replace: "setTimeout(() => process.exit(0), 20);",
      },
    ],
  },
  {
    breaks: "R12",
    engine: "sqlite",
    what: "a migration throws the log away and begins another",
    edits: [
      {
        file: "lib/store/migrations/0002-claims-and-seals.ts",
        find: "DROP TRIGGER events_are_not_deleted;",
        replace: "DROP TRIGGER events_are_not_deleted;\nDELETE FROM events WHERE seq > 500;",
      },
    ],
  },
];
