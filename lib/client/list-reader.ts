import type { z } from "zod";
import type { SchemaLoader } from "#lib/client/answers/schema-loader.ts";
import { getTagged } from "#lib/client/exchange.ts";
import type { SourceView } from "#lib/contract/inventory.ts";

/** Pages remembered at a time, each with its answer: a few lists and the windows of one of them. */
const MOST_PAGES = 20;

interface Remembered<Page> {
  etag: string;
  page: Page;
}

/**
 * Reads the pages of a list and remembers the newest ones with their tags, so that a poll of what has not changed
 * brings no rows over the line, only how old they are.
 */
export class ListReader<Page extends { sources: SourceView[] }> {
  readonly #schema: SchemaLoader<z.ZodType<Page>>;
  readonly #remembered = new Map<string, Remembered<Page>>();

  constructor(schema: SchemaLoader<z.ZodType<Page>>) {
    this.#schema = schema;
  }

  /** As `apiGet`; rows that have not changed come from memory, with the age that the server tells now. */
  async read(path: string, options: { signal: AbortSignal; background: boolean }): Promise<Page> {
    const known = this.#remembered.get(path);
    const answer = await getTagged(path, this.#schema, { ...options, etag: known?.etag });
    if (answer.kind === "same" && known) return freshened(known.page, answer.observedAt);
    if (answer.kind === "same") throw new Error("only what is known can be the same");
    this.#remembered.delete(path);
    if (answer.etag !== null) this.#remembered.set(path, { etag: answer.etag, page: answer.value });
    const [longestUnread] = this.#remembered.keys();
    if (this.#remembered.size > MOST_PAGES && longestUnread) this.#remembered.delete(longestUnread);
    return answer.value;
  }
}

/** `observedAt` is that of the oldest source: no source is older than that now. */
function freshened<Page extends { sources: SourceView[] }>(page: Page, observedAt: string | null): Page {
  if (!observedAt) return page;
  const sources = page.sources.map((source) =>
    source.observedAt !== null && source.observedAt < observedAt ? { ...source, observedAt } : source,
  );
  return { ...page, sources };
}
