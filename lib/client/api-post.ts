import type { z } from "zod";
import { receivedProblemSchema } from "#lib/client/answers/problem.ts";
import type { SchemaLoader } from "#lib/client/answers/schema-loader.ts";
import { exchange, parsed } from "#lib/client/exchange.ts";
import { loaded } from "#lib/client/loaded.ts";

/** POST answers within 10 s by contract, the rest is for the line. */
const WRITE_TIMEOUT_MS = 20_000;

interface WriteOptions {
  body: unknown;
  /** UUID; the same key and body again never means a second change. */
  idempotencyKey: string;
}

/** Fetches what `apiPost` has to have before it sends, while the person still decides. Sending asks again for what fails. */
export function expectPost(schema: SchemaLoader<z.ZodType>): void {
  needed(schema).catch(() => undefined);
}

function needed(schema: SchemaLoader<z.ZodType>): Promise<unknown> {
  return Promise.all([loaded(schema), loaded(receivedProblemSchema)]);
}

/** POST to our own API, sent exactly once per call. Throws `ApiFailure`; `unreachable` means that it may have arrived. */
export async function apiPost<Schema extends z.ZodType>(
  path: string,
  schema: SchemaLoader<Schema>,
  { body, idempotencyKey }: WriteOptions,
): Promise<z.infer<Schema>> {
  // Before anything is sent: an answer that could not be understood would leave a change undecided.
  await needed(schema);
  const init: RequestInit = {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "Idempotency-Key": idempotencyKey,
    },
    body: JSON.stringify(body),
  };
  return parsed(await exchange({ path, init, timeoutMs: WRITE_TIMEOUT_MS }), schema);
}
