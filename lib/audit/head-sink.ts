import "server-only";
import { type FileHandle, open } from "node:fs/promises";
import type { HeadsTo } from "#lib/config/config.ts";
import type { SignedHead } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** Takes heads, oldest first, to where the database cannot reach them. Fails with a word that holds no address. */
export type DeliverHeads = (heads: readonly SignedHead[]) => Promise<Result<void, string>>;

/** A stop must not wait longer for someone else's server. */
const WEBHOOK_TIMEOUT_MS = 5_000;

export function deliveryTo(to: HeadsTo): DeliverHeads {
  return to.kind === "file"
    ? (heads) => appendToFile(to.path, heads)
    : (heads) => post(to.url.reveal(), heads);
}

/** One line for each head, on disk when it answers. Begins a line of its own after one that was cut off. */
async function appendToFile(path: string, heads: readonly SignedHead[]): Promise<Result<void, string>> {
  try {
    await using file = await open(path, "a+", 0o600);
    const lines = heads.map((head) => `${canonicalJson(head)}\n`).join("");
    await file.appendFile(`${(await endsInLine(file)) ? "" : "\n"}${lines}`, "utf8");
    await file.sync();
    return ok(undefined);
  } catch (cause) {
    return err(wordFor(cause));
  }
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer.toString("latin1") === "\n";
}

/** `{"heads":[…]}` by POST. A redirect is a failure: heads go to the address that was configured and no other. */
async function post(url: string, heads: readonly SignedHead[]): Promise<Result<void, string>> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ heads }),
      redirect: "manual",
      signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? ok(undefined) : err(`HTTP ${response.status}`);
  } catch (cause) {
    return err(wordFor(cause));
  }
}

function wordFor(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
  return inner instanceof Error ? inner.name : "unknown error";
}
