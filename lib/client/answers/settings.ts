export const sendingSchema = async () => (await import("#lib/contract/settings.ts")).sendingSchema;
