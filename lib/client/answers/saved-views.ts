export const savedViewListSchema = async () =>
  (await import("#lib/contract/saved-views.ts")).savedViewListSchema;
