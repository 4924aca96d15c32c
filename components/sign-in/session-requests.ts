import { err, ok, type Result } from "#lib/core/result.ts";

/** Why nobody is signed in now; each is told in its own words. */
export type SignInFailure =
  | { kind: "wrong" }
  | { kind: "too-many"; retryAfterS: number | null }
  | { kind: "unreachable" }
  | { kind: "failed"; status: number };

export interface Credentials {
  name: string;
  password: string;
}

/**
 * Signs in by fetch: `form-action 'self'` would stop a plain form that ends at another issuer. Two calls of
 * next-auth's: GET /api/auth/csrf, then POST /api/auth/callback/credentials, which sets the session cookie.
 */
export async function signIn(credentials: Credentials): Promise<Result<null, SignInFailure>> {
  const answer = await postWithToken("/api/auth/callback/credentials", { ...credentials });
  if (!answer.ok) return answer;
  const response = answer.value;
  if (response.status === 429) return err({ kind: "too-many", retryAfterS: retryAfterS(response) });
  if (response.status === 401) return err({ kind: "wrong" });
  if (!response.ok) return err({ kind: "failed", status: response.status });
  // next-auth may answer 200 and put the refusal into the address it would have sent a form to.
  const url = await textOf(response, "url");
  return url?.includes("error=") ? err({ kind: "wrong" }) : ok(null);
}

/**
 * Begins a sign-in at the identity provider: POST /api/auth/signin/openid answers the address to go to. With `again`
 * the provider asks for the password whoever is signed in there.
 */
export async function signInAtProvider(
  callbackUrl: string,
  again: boolean,
): Promise<Result<string, SignInFailure>> {
  const answer = await postWithToken(`/api/auth/signin/openid${again ? "?again=1" : ""}`, { callbackUrl });
  if (!answer.ok) return answer;
  const url = answer.value.ok ? await textOf(answer.value, "url") : null;
  return url === null ? err({ kind: "failed", status: answer.value.status }) : ok(url);
}

/** Ends the session: POST /api/auth/signout. Fails when the server has not confirmed it. */
export async function signOut(): Promise<Result<null, SignInFailure>> {
  const answer = await postWithToken("/api/auth/signout", {});
  if (!answer.ok) return answer;
  return answer.value.ok ? ok(null) : err({ kind: "failed", status: answer.value.status });
}

async function postWithToken(
  path: string,
  fields: Record<string, string>,
): Promise<Result<Response, SignInFailure>> {
  try {
    const asked = await fetch("/api/auth/csrf", { cache: "no-store" });
    const csrfToken = asked.ok ? await textOf(asked, "csrfToken") : null;
    if (!csrfToken) return err({ kind: "failed", status: asked.status });
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
      body: new URLSearchParams({ callbackUrl: "/", ...fields, csrfToken, json: "true" }),
      redirect: "manual",
    });
    return ok(response);
  } catch {
    // fetch throws when no answer came; what stood in the way it does not tell.
    return err({ kind: "unreachable" });
  }
}

/** A text field of a JSON answer, or null when the answer is something else. */
async function textOf(response: Response, field: string): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== "object" || body === null) return null;
  const value: unknown = Reflect.get(body, field);
  return typeof value === "string" ? value : null;
}

function retryAfterS(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}
