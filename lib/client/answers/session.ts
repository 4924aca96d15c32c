export const meSchema = async () => (await import("#lib/contract/session.ts")).meSchema;
