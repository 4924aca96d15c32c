import { queryOptions } from "@tanstack/react-query";
import { accountSchema, doneSchema } from "#lib/client/answers/account.ts";
import { signedOutSchema } from "#lib/client/answers/people.ts";
import { apiGet } from "#lib/client/api.ts";
import { apiPost } from "#lib/client/api-post.ts";
import type { Account } from "#lib/contract/account.ts";

export const accountQuery = (initial: Account) =>
  queryOptions({
    queryKey: ["account"] as const,
    queryFn: ({ signal }) => apiGet("/api/account", accountSchema, { signal }),
    initialData: initial,
    staleTime: 10_000,
  });

const idempotencyKey = () => crypto.randomUUID();

/** Proves again who sits here. Throws `ApiFailure`, of type `wrong-password` for a wrong one. */
export const stepUp = (password: string) =>
  apiPost("/api/account/step-up", doneSchema, { body: { password }, idempotencyKey: idempotencyKey() });

export const changeOwnPassword = (body: { present: string; next: string }) =>
  apiPost("/api/account/password", doneSchema, { body, idempotencyKey: idempotencyKey() });

/** One session by its handle, or all but this one. */
export const endOwnSessions = (session: string | "others") =>
  apiPost("/api/account/sign-out", signedOutSchema, { body: { session }, idempotencyKey: idempotencyKey() });
