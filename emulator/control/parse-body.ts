import type { z } from "zod";
import { ControlProblem } from "#emulator/control/control-problem.ts";

/** The body as the schema wants it, or a 400 that names every field that is unknown or of the wrong type. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(body)"}: ${issue.message}`);
  throw new ControlProblem(400, "The body is not what this route takes.", issues);
}
