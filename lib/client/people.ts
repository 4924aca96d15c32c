import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { changedUserSchema, signedOutSchema, userListSchema } from "#lib/client/answers/people.ts";
import type { SchemaLoader } from "#lib/client/answers/schema-loader.ts";
import { apiGet } from "#lib/client/api.ts";
import { apiPost } from "#lib/client/api-post.ts";
import type { User } from "#lib/contract/people.ts";
import type { Grant } from "#lib/domain/scope.ts";

export const peopleQuery = (initial: readonly User[]) =>
  queryOptions({
    queryKey: ["users"] as const,
    queryFn: ({ signal }) => apiGet("/api/users", userListSchema, { signal }),
    initialData: { items: [...initial] },
    staleTime: 10_000,
  });

export interface PersonDraft {
  name: string;
  displayName?: string;
  grants: readonly Grant[];
  dutiesAccepted: boolean;
}

function change<Schema extends z.ZodType>(
  path: string,
  schema: SchemaLoader<Schema>,
  body: unknown,
): Promise<z.infer<Schema>> {
  return apiPost(path, schema, { body, idempotencyKey: crypto.randomUUID() });
}

const pathOf = (name: string, what: string) => `/api/users/${encodeURIComponent(name)}/${what}`;

export const createPerson = (draft: PersonDraft) => change("/api/users", changedUserSchema, draft);

export const setGrants = ({ name, grants, dutiesAccepted }: PersonDraft) =>
  change(pathOf(name, "grants"), changedUserSchema, { grants, dutiesAccepted });

export const PERSON_ACTIONS = ["disable", "enable", "password", "sign-out"] as const;
export type PersonAction = (typeof PERSON_ACTIONS)[number];

/** What was done; a password that was made is told here only. */
export async function actOnPerson({
  name,
  action,
}: {
  name: string;
  action: PersonAction;
}): Promise<{ password?: string | undefined }> {
  if (action === "sign-out") {
    await change(pathOf(name, "sign-out"), signedOutSchema, {});
    return {};
  }
  if (action === "password") return change(pathOf(name, "password"), changedUserSchema, {});
  return change(pathOf(name, "disabled"), changedUserSchema, { disabled: action === "disable" });
}
