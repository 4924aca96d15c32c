/**
 * The schemas of our API's answers under their names in `lib/contract`, each fetched with the first answer that it checks.
 * They and zod weigh as much as everything else of a page together, and what a page came with needs none of them.
 */
const account = () => import("#lib/contract/account.ts");
const audit = () => import("#lib/contract/audit.ts");
const inventory = () => import("#lib/contract/inventory.ts");
const people = () => import("#lib/contract/people.ts");
const requests = () => import("#lib/contract/requests.ts");

/** Rejects when its code cannot be fetched; the next call tries again. */
export type SchemaLoader<Schema> = () => Promise<Schema>;

export const accountSchema = async () => (await account()).accountSchema;
export const doneSchema = async () => (await account()).doneSchema;

export const auditPageSchema = async () => (await audit()).auditPageSchema;
export const auditVerdictSchema = async () => (await audit()).auditVerdictSchema;

export const instanceDetailSchema = async () => (await inventory()).instanceDetailSchema;
export const instancePageSchema = async () => (await inventory()).instancePageSchema;
export const networkInterfaceDetailSchema = async () => (await inventory()).networkInterfaceDetailSchema;
export const networkInterfacePageSchema = async () => (await inventory()).networkInterfacePageSchema;
export const regionListSchema = async () => (await inventory()).regionListSchema;

export const changedUserSchema = async () => (await people()).changedUserSchema;
export const signedOutSchema = async () => (await people()).signedOutSchema;
export const userListSchema = async () => (await people()).userListSchema;

export const preflightSchema = async () => (await requests()).preflightSchema;
export const requestDetailSchema = async () => (await requests()).requestDetailSchema;
export const requestPageSchema = async () => (await requests()).requestPageSchema;
export const requestReceiptSchema = async () => (await requests()).requestReceiptSchema;

export const savedViewListSchema = async () =>
  (await import("#lib/contract/saved-views.ts")).savedViewListSchema;
export const meSchema = async () => (await import("#lib/contract/session.ts")).meSchema;
export const sendingSchema = async () => (await import("#lib/contract/settings.ts")).sendingSchema;
export const receivedProblemSchema = async () =>
  (await import("#lib/client/received-problem.ts")).receivedProblemSchema;
