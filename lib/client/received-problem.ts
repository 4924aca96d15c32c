import { z } from "zod";
import { problemSchema, problemTypes } from "#lib/contract/problem.ts";

/** A problem of a newer server than this page keeps its title, code and RequestId even if its type is new to us. */
export const receivedProblemSchema = problemSchema.extend({
  type: z.enum(problemTypes).catch("internal"),
  correlationId: z.string().catch(""),
});
