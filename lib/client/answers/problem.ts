export const receivedProblemSchema = async () =>
  (await import("#lib/client/received-problem.ts")).receivedProblemSchema;
