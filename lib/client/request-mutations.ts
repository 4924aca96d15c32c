import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { requestReceiptSchema } from "#lib/client/answers/requests.ts";
import { apiPost, expectPost } from "#lib/client/api-post.ts";
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

const TOUCHED = [requestQueries.all, networkInterfaceQueries.all, instanceQueries.all];

interface Keyed<Body> {
  body: Body;
  idempotencyKey: string;
}

/** For what is seen on the page that stays: it is read again before the change counts as done. */
function useRefreshAfterRequest(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(TOUCHED.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}

/**
 * For a change after which the person goes on to its own page: what they leave is read again when they come back, and the
 * way there waits for nothing. Where nothing came of it they stay, and the page is read again below the dialog.
 */
function useRefreshOnReturn(): (receipt: unknown, failure: Error | null) => void {
  const client = useQueryClient();
  return (_receipt, failure) => {
    const refetchType = failure === null ? "none" : "active";
    for (const queryKey of TOUCHED) void client.invalidateQueries({ queryKey, refetchType });
  };
}

/** For an opened dialog: what a change needs in the browser is here before its button is pressed. */
export const expectChange = () => expectPost(requestReceiptSchema);

/** Asks for a detach. Never repeated by the program: a second sending is a person's decision, under the same key. */
export function useAskDetach() {
  const refresh = useRefreshOnReturn();
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
  const refresh = useRefreshOnReturn();
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
