import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { requestReceiptSchema } from "#lib/client/answers/requests.ts";
import { apiPost } from "#lib/client/api-post.ts";
import { instanceQueries } from "#lib/client/instance-queries.ts";
import { networkInterfaceQueries } from "#lib/client/network-interface-queries.ts";
import { requestQueries } from "#lib/client/request-queries.ts";
import type {
  AskDetach,
  attachBackSchema,
  noteSchema,
  sendAgainSchema,
  stopFollowingSchema,
} from "#lib/contract/requests.ts";

export type SendAgain = z.infer<typeof sendAgainSchema>;
export type AttachBack = z.infer<typeof attachBackSchema>;
export type Note = z.infer<typeof noteSchema>;
export type StopFollowing = z.infer<typeof stopFollowingSchema>;

interface Keyed<Body> {
  body: Body;
  idempotencyKey: string;
}

function useRefreshAfterRequest(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const stale = [requestQueries.all, networkInterfaceQueries.all, instanceQueries.all];
    await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}

/** Asks for a detach. Never repeated by the program: a second sending is a person's decision, under the same key. */
export function useAskDetach() {
  const refresh = useRefreshAfterRequest();
  return useMutation({
    mutationFn: (ask: Keyed<AskDetach>) => apiPost("/api/requests", requestReceiptSchema, ask),
    retry: false,
    onSettled: refresh,
  });
}

/** Sends the same call once more, as a further attempt of the request `id`. */
export function useSendAgain(id: string) {
  const refresh = useRefreshAfterRequest();
  return useMutation({
    mutationFn: (ask: Keyed<SendAgain>) =>
      apiPost(`/api/requests/${encodeURIComponent(id)}/send-again`, requestReceiptSchema, ask),
    retry: false,
    onSettled: refresh,
  });
}

/** Attaches what the request `id` took off; what comes back is the new request. */
export function useAttachBack(id: string) {
  const refresh = useRefreshAfterRequest();
  return useMutation({
    mutationFn: (ask: Keyed<AttachBack>) =>
      apiPost(`/api/requests/${encodeURIComponent(id)}/attach-back`, requestReceiptSchema, ask),
    retry: false,
    onSettled: refresh,
  });
}

/** Adds words to the request `id`. A note has no key: said twice it stands there twice, and does nothing else. */
export function useAddNote(id: string) {
  const refresh = useRefreshAfterRequest();
  return useMutation({
    mutationFn: (ask: Keyed<Note>) =>
      apiPost(`/api/requests/${encodeURIComponent(id)}/note`, requestReceiptSchema, ask),
    retry: false,
    onSettled: refresh,
  });
}

/** Stops following the request `id`; ECS is not called. */
export function useStopFollowing(id: string) {
  const refresh = useRefreshAfterRequest();
  return useMutation({
    mutationFn: (ask: Keyed<StopFollowing>) =>
      apiPost(`/api/requests/${encodeURIComponent(id)}/stop-following`, requestReceiptSchema, ask),
    retry: false,
    onSettled: refresh,
  });
}
