import { randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { accessReviewCsv } from "#lib/auth/access-review-csv.ts";
import type { Auth, ChangeAuthor, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import { PASSWORD_MAX, PASSWORD_MIN } from "#lib/auth/password-rules.ts";
import { unreachable } from "#lib/core/invariant.ts";
import type { Result } from "#lib/core/result.ts";
import { ROLES } from "#lib/domain/actor.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { parseScope, scopeText } from "#lib/policy/scope-text.ts";
import { openStore } from "#lib/store/store.ts";
import { databaseSettings, stop, storeOptions } from "#scripts/database-settings.ts";

/** `npm run users -- …`: the local users, from the shell, also while the server runs. Every change is an event. */
const USAGE = `usage: npm run users -- COMMAND [--database ADDRESS]
  list
  create NAME --role ROLE [--role ROLE …] [--display-name TEXT] [--generate] [--accept-duties]
  reset NAME [--generate]            a new password; ends the person's sessions
  set-roles NAME --role ROLE [--role ROLE …] [--accept-duties]
  disable NAME                       ends the person's sessions
  enable NAME
  sign-out NAME                      ends the person's sessions
  review --on YYYY-MM-DD             who could ask for a detach on that day (UTC), from the audit log, as CSV
ROLE is one of ${ROLES.join(", ")}, and may be followed by where it holds:
  --role "operator region:cn-hangzhou tag:team=web"     also account:ID and vpc:ID; quotes around spaces in a tag
The password is asked for, or read from standard input as one line; --generate makes one and prints it once.
--accept-duties allows duties that should watch each other (operator and auditor) to come together.`;

function readCommand() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        role: { type: "string", multiple: true, default: [] },
        "display-name": { type: "string" },
        generate: { type: "boolean", default: false },
        "accept-duties": { type: "boolean", default: false },
        on: { type: "string" },
        database: { type: "string" },
      },
    });
    return {
      values,
      command: positionals[0] ?? "",
      name: positionals[1] ?? "",
      extra: positionals.length > 2,
    };
  } catch (cause) {
    return stop(2, `${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
  }
}

function readGrants(texts: readonly string[]): Grant[] {
  return texts.map((text) => {
    const [name = "", ...rest] = text.trim().split(" ");
    const role =
      ROLES.find((known) => known === name) ??
      stop(2, `There is no role ${JSON.stringify(name)}; there are ${ROLES.join(", ")}.`);
    const scope = parseScope(rest.join(" "));
    if (!scope.ok) stop(2, `${JSON.stringify(scope.error.piece)} names no limit (${scope.error.kind}).`);
    return { role, scope: scope.value };
  });
}

async function readPassword(generate: boolean): Promise<string> {
  if (generate) {
    const password = randomBytes(15).toString("base64url");
    console.log(`Password (shown once): ${password}`);
    return password;
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const isTerminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal });
  if (isTerminal) process.stderr.write(`Password (${PASSWORD_MIN} to ${PASSWORD_MAX} characters): `);
  const { value } = await lines[Symbol.asyncIterator]().next();
  if (isTerminal) process.stderr.write("\n");
  lines.close();
  return typeof value === "string" ? value : stop(2, "No password was given on standard input.");
}

function inWords(failure: UserChangeFailure): string {
  switch (failure.kind) {
    case "bad-name":
      return "A name has 1 to 64 lower-case letters, digits and . _ @ -, and begins with a letter or digit.";
    case "no-role":
      return `Give at least one --role: ${ROLES.join(", ")}.`;
    case "bad-scope":
      return `That is no scope for this role: ${failure.message}.`;
    case "duties-mixed":
      return `Duties that should watch each other would come together (${failure.warnings.join(", ")}); say --accept-duties if that is meant.`;
    case "managed-elsewhere":
      return "The OpenID provider decides about this person's roles and password.";
    case "bad-password":
      return `That password is refused (${failure.problem}); use ${PASSWORD_MIN} to ${PASSWORD_MAX} characters that are hard to guess.`;
    case "name-taken":
      return "There is a user of this name already.";
    case "unknown-user":
      return "There is no user of this name.";
    case "last-admin":
      return "This is the last administrator who can sign in; make another one first.";
    case "cannot-be-recorded":
      return `The change cannot be recorded, so it was not made: ${JSON.stringify(failure.failure)}`;
    default:
      return unreachable(failure);
  }
}

/** Names come from people and providers; a terminal must not take orders from them. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
}

function line(user: UserView): string {
  const state = user.disabled ? "disabled" : "enabled";
  const roles = user.grants.map(({ role, scope }) => [role, scopeText(scope)].join(" ").trim());
  return [user.name, state, user.issuer, roles.join(", "), user.createdAt].map(plain).join("\t");
}

async function change(auth: Auth, by: ChangeAuthor): Promise<Result<UserView, UserChangeFailure>> {
  const { command, name, values, extra } = readCommand();
  if (name === "" || extra) stop(2, USAGE);
  switch (command) {
    case "create": {
      const grants = readGrants(values.role);
      const password = await readPassword(values.generate);
      const displayName = values["display-name"];
      return auth.createUser(by, {
        name,
        grants,
        password,
        dutiesAccepted: values["accept-duties"],
        ...(displayName && { displayName }),
      });
    }
    case "reset":
      return auth.setPassword(by, name, await readPassword(values.generate));
    case "set-roles":
      return auth.setGrants(by, name, readGrants(values.role), values["accept-duties"]);
    case "disable":
    case "enable":
      return auth.setDisabled(by, name, command === "disable");
    default:
      return stop(2, USAGE);
  }
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const { values, command } = readCommand();
if (command === "") stop(2, USAGE);
const settings = databaseSettings();
const store = await openStore(storeOptions({ ...settings, url: values.database ?? settings.url }, "tool"));
if (!store.ok) stop(1, `The database cannot be opened: ${JSON.stringify(store.error)}`);
const auth = createAuth({
  store: store.value,
  clock: store.value.clock,
  config: { mode: "alibaba-cloud", demo: false },
});
const shellUser = userInfo().username;
const by = { actor: { issuer: "shell", subject: shellUser, name: shellUser, roles: [] } };

if (command === "review") {
  const from = Date.parse(`${values.on ?? ""}T00:00:00Z`);
  if (Number.isNaN(from)) stop(2, `Say which day: --on YYYY-MM-DD\n${USAGE}`);
  const to = new Date(from + DAY_MS).toISOString();
  const review = await auth.reviewAccess(new Date(from).toISOString(), to);
  if (!review.ok) stop(1, `The log cannot be read: ${JSON.stringify(review.error)}`);
  // A tag in a scope is any text; line breaks are the file's own.
  process.stdout.write(accessReviewCsv(review.value).replace(/(?![\r\n])[\p{Cc}\p{Cf}]/gu, "?"));
  if (!review.value.complete)
    console.error("Part of the log was archived: what was granted there is missing.");
} else if (command === "sign-out") {
  const users = await auth.listUsers();
  const user = users.ok ? users.value.find(({ name }) => name === readCommand().name) : undefined;
  if (!user) stop(1, "There is no user of this name.");
  const ended = await auth.endAllSessions(user.id, by);
  if (!ended.ok) stop(1, `The sessions cannot be ended: ${JSON.stringify(ended.error)}`);
  console.log(`${ended.value} sessions ended`);
} else if (command === "list") {
  const users = await auth.listUsers();
  if (!users.ok) stop(1, `The users cannot be read: ${JSON.stringify(users.error)}`);
  for (const user of users.value) console.log(line(user));
} else {
  const changed = await change(auth, by);
  if (!changed.ok) stop(1, inWords(changed.error));
  console.log(line(changed.value));
}
await store.value.close();
