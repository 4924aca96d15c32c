/**
 * Fetches the schema of one of our API's answers, which checks the first that comes. The schemas and zod weigh as much as
 * everything else of a page together, and what a page came with needs none of them. A file for each part of the contract: to
 * name what could be fetched costs something too.
 *
 * Rejects when its code cannot be fetched; the next call tries again.
 */
export type SchemaLoader<Schema> = () => Promise<Schema>;
