import type { z } from "zod";
import { receivedProblemSchema } from "#lib/client/answers/problem.ts";
import type { SchemaLoader } from "#lib/client/answers/schema-loader.ts";
import { ApiFailure } from "#lib/client/api-failure.ts";
import { loaded } from "#lib/client/loaded.ts";
import type { Problem } from "#lib/contract/problem.ts";

/** Reads give up after this. */
const READ_TIMEOUT_MS = 15_000;

interface Exchange {
  path: string;
  init: RequestInit;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** A poll: the server does not count it as a sign of life of the session. */
  background?: boolean | undefined;
}

/** `apiGet` without the way to its code. */
export async function get<Schema extends z.ZodType>(
  path: string,
  schema: SchemaLoader<Schema>,
  { signal, background }: ReadOptions,
): Promise<z.infer<Schema>> {
  return parsed(await read(path, { signal, background }), schema);
}

/** What a GET with an `etag` brought: the whole answer, or that nothing has changed but its age. */
export type TaggedAnswer<Value> =
  | { kind: "answer"; value: Value; etag: string | null }
  | { kind: "same"; observedAt: string | null };

/** `get` for who may have the answer already: `etag` is the one that came with it. */
export async function getTagged<Schema extends z.ZodType>(
  path: string,
  schema: SchemaLoader<Schema>,
  { etag, ...options }: ReadOptions & { etag?: string | undefined },
): Promise<TaggedAnswer<z.infer<Schema>>> {
  const response = await read(path, options, etag ? { "If-None-Match": etag } : {});
  if (etag && response.status === 304) {
    return { kind: "same", observedAt: response.headers.get("Observed-At") };
  }
  return { kind: "answer", value: await parsed(response, schema), etag: response.headers.get("ETag") };
}

function read(
  path: string,
  { signal, background = false }: ReadOptions,
  conditions: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...conditions };
  if (background) headers["X-Eni-Desk-Background"] = "1";
  return exchange({ path, init: { headers }, timeoutMs: READ_TIMEOUT_MS, signal });
}

/** One call. Throws `ApiFailure` when no answer came. */
export async function exchange({ path, init, timeoutMs, signal }: Exchange): Promise<Response> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const signals = signal ? [signal, deadline] : [deadline];
  try {
    return await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.any(signals) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure({
      kind: "unreachable",
      detail: deadline.aborted ? `no answer within ${timeoutMs / 1000} s` : String(cause),
    });
  }
}

/** What an answer says, checked by `schema`. Throws `ApiFailure` for a problem and for what is not of the contract. */
export async function parsed<Schema extends z.ZodType>(
  response: Response,
  schema: SchemaLoader<Schema>,
): Promise<z.infer<Schema>> {
  const httpStatus = response.status;
  const received = await readJson(response);
  if (!response.ok) throw await failureOf(httpStatus, received);
  const answer = (await loaded(schema)).safeParse(received);
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  const detail = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not of the contract"}`;
  throw new ApiFailure({ kind: "unreadable", httpStatus, detail });
}

async function readJson(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    throw new ApiFailure({ kind: "unreachable", httpStatus: response.status, detail: String(cause) });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiFailure({
      kind: "unreadable",
      httpStatus: response.status,
      detail: `HTTP ${response.status}, not JSON`,
    });
  }
}

async function failureOf(httpStatus: number, received: unknown): Promise<ApiFailure> {
  const problem = (await loaded(receivedProblemSchema)).safeParse(received);
  if (!problem.success) {
    return new ApiFailure({ kind: "unreadable", httpStatus, detail: `HTTP ${httpStatus} without a problem` });
  }
  const known: Problem = problem.data;
  return new ApiFailure({ kind: "problem", httpStatus, detail: known.title, problem: known });
}
