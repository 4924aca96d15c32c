import type { z } from "zod";
import type { SchemaLoader } from "#lib/client/answers/schema-loader.ts";
import type { ReadOptions } from "#lib/client/exchange.ts";
import { loaded } from "#lib/client/loaded.ts";

/** Its code is no part of a first load: what a page shows first came with it. */
const exchange = () => loaded(() => import("#lib/client/exchange.ts"));

/** Fetches the code of reads ahead of one that is about to come; the read asks again for what fails here. */
export function expectRead(): void {
  exchange().catch(() => undefined);
}

/**
 * GET of our own API, checked by `schema`. Throws `ApiFailure`; an abort by `signal` is thrown on as it is,
 * so that TanStack Query knows it for a cancelled read.
 */
export async function apiGet<Schema extends z.ZodType>(
  path: string,
  schema: SchemaLoader<Schema>,
  options: ReadOptions = {},
): Promise<z.infer<Schema>> {
  return (await exchange()).get(path, schema, options);
}
