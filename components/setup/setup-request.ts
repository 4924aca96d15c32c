import { SETUP_FAILURES, type SetupFailureWord } from "#lib/contract/setup-failures.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

export type SetupProblem =
  | { kind: "field"; word: SetupFailureWord }
  | { kind: "failed"; status: number }
  | { kind: "unreachable" };

/** POST /api/setup. A problem names the first field that is wrong. */
export async function requestSetup(body: {
  token: string;
  name: string;
  password: string;
}): Promise<Result<null, SetupProblem>> {
  try {
    const response = await fetch("/api/setup", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return ok(null);
    const text = await response.text();
    const word = SETUP_FAILURES.find((each) => text.includes(`"${each}"`));
    return err(word ? { kind: "field", word } : { kind: "failed", status: response.status });
  } catch {
    return err({ kind: "unreachable" });
  }
}
