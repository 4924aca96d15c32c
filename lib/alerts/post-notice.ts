import "server-only";

export type Posted =
  | { delivered: true }
  /** `httpStatus` is null when there was no answer; the next notice would meet the same then. */
  | { delivered: false; httpStatus: number | null; cause: string };

/**
 * Posts one notice and believes only a 2xx. A redirect is a refusal: what is signed for one receiver is not carried
 * to another. The body of the answer is not read.
 */
export async function postNotice(
  url: string,
  payload: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Posted> {
  try {
    const answer = await fetch(url, { method: "POST", headers, body: payload, redirect: "manual", signal });
    await answer.body?.cancel();
    if (answer.ok) return { delivered: true };
    return { delivered: false, httpStatus: answer.status, cause: "refused" };
  } catch (thrown) {
    return { delivered: false, httpStatus: null, cause: causeOf(thrown) };
  }
}

/** The code of the system or of fetch; a message could hold the address, and with it a secret. */
function causeOf(thrown: unknown): string {
  const inner = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
  return inner instanceof Error ? inner.name : "unknown";
}
