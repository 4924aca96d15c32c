export const callBudgetSchema = async () => (await import("#lib/contract/call-budget.ts")).callBudgetSchema;
