import {
  instanceItem,
  looksLikeRequestId,
  networkInterfaceItem,
  type PaletteItem,
  requestItem,
} from "#components/palette/palette-item.ts";
import { instancePageSchema, networkInterfacePageSchema } from "#lib/contract/inventory.ts";
import { requestDetailSchema, requestPageSchema } from "#lib/contract/requests.ts";

const MOST_OF_EACH = 5;

export interface Found {
  instances: PaletteItem[];
  networkInterfaces: PaletteItem[];
  requests: PaletteItem[];
  /** Some regions, or one of the searches, gave no answer: what is shown is not all there is. */
  partial: boolean;
}

interface Searched {
  items: PaletteItem[];
  partial: boolean;
}

const NOTHING: Searched = { items: [], partial: false };
const NO_ANSWER: Searched = { items: [], partial: true };

/** Asks for everything that matches. Rejects only when `signal` aborts; a search that fails makes the result partial. */
export async function searchEverything(query: string, signal: AbortSignal): Promise<Found> {
  const asked = new URLSearchParams({ q: query, limit: String(MOST_OF_EACH) });
  const [instances, networkInterfaces, requests] = await Promise.all([
    get(`/api/instances?${asked}`, signal, (body) => {
      const page = instancePageSchema.parse(body);
      return { items: page.items.map(instanceItem), partial: page.sources.some(({ ok }) => !ok) };
    }),
    get(`/api/network-interfaces?${asked}`, signal, (body) => {
      const page = networkInterfacePageSchema.parse(body);
      return { items: page.items.map(networkInterfaceItem), partial: page.sources.some(({ ok }) => !ok) };
    }),
    looksLikeRequestId(query) ? searchRequests(query, signal) : NOTHING,
  ]);
  return {
    instances: instances.items,
    networkInterfaces: networkInterfaces.items,
    requests: requests.items,
    partial: instances.partial || networkInterfaces.partial || requests.partial,
  };
}

/** The same id may be one of ours or one of ECS's: both are looked up. */
async function searchRequests(id: string, signal: AbortSignal): Promise<Searched> {
  const [ours, theirs] = await Promise.all([
    get(`/api/requests/${encodeURIComponent(id)}`, signal, (body) => ({
      items: [requestItem(requestDetailSchema.parse(body))],
      partial: false,
    })),
    get(`/api/requests?${new URLSearchParams({ requestId: id })}`, signal, (body) => ({
      items: requestPageSchema.parse(body).items.slice(0, MOST_OF_EACH).map(requestItem),
      partial: false,
    })),
  ]);
  return { items: [...ours.items, ...theirs.items], partial: ours.partial || theirs.partial };
}

async function get(path: string, signal: AbortSignal, read: (body: unknown) => Searched): Promise<Searched> {
  try {
    const response = await fetch(path, { signal, headers: { Accept: "application/json" } });
    if (response.status === 404) return NOTHING;
    return response.ok ? read(await response.json()) : NO_ANSWER;
  } catch (error) {
    if (signal.aborted) throw error;
    return NO_ANSWER;
  }
}
