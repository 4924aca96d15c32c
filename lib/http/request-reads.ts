import "server-only";

import type { RequestDetail, RequestPage } from "#lib/contract/requests.ts";
import { ok, type Result } from "#lib/core/result.ts";
import { requestDetail, requestSummary } from "#lib/http/request-views.ts";
import type { Viewer } from "#lib/http/viewer.ts";
import type { RequestFilter } from "#lib/requests/read-requests.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** One request with its whole story; null when there is none by that id. */
export async function readRequestDetail(
  { services, actor, language }: Viewer,
  id: string,
): Promise<Result<RequestDetail | null, StoreFailure>> {
  const request = await services.requests.readFor(actor, id);
  if (!request.ok) return request;
  if (!request.value) return ok(null);
  const events = await services.audit.eventsOfRequest(id);
  if (!events.ok) return events;
  const attached = await services.requests.attachedBackBy(id);
  if (!attached.ok) return attached;
  const story = { events: events.value, attachedBackBy: attached.value };
  return ok(requestDetail(language, request.value, story, services.requests.mayActOn(actor, request.value)));
}

export async function readRequestPage(
  { services, actor }: Viewer,
  filter: RequestFilter,
  cursor: string | undefined,
  limit: number,
): Promise<Result<RequestPage, StoreFailure>> {
  const page = await services.requests.listFor(actor, filter, cursor, limit);
  if (!page.ok) return page;
  return ok({ items: page.value.items.map(requestSummary), cursor: page.value.cursor });
}
