"use client";

import { RequestStateBadge } from "#components/request/request-state.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { requestHref } from "#lib/client/resource-links.ts";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { shortId } from "#lib/format/short-id.ts";

const LINK = "rounded-sm font-mono text-accent-text text-xs hover:underline";

/** Another request, by its short id. */
export function RelatedRequest({ id }: { id: string }) {
  return (
    <PageLink href={requestHref(id)} title={id} className={LINK}>
      {shortId(id)}
    </PageLink>
  );
}

/** The attaches that undo this detach, newest first, each with where it stands. */
export function UndoingRequests({ requests }: { requests: RequestDetail["attachedBackBy"] }) {
  return (
    <ul className="space-y-1">
      {requests.map(({ id, state }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2">
          <RelatedRequest id={id} />
          <RequestStateBadge action="attach" state={state} />
        </li>
      ))}
    </ul>
  );
}
