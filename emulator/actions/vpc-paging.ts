import type { Call, WireObject } from "#emulator/actions/action.ts";
import { startOfPage } from "#emulator/actions/paging.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";

const DEFAULT_PAGE_SIZE = 10;
const MAX_PAGE_SIZE = 50;

/** One page by number, the only way of these actions: PageNumber from 1, PageSize 1 to 50. */
export function vpcPage<T>(
  rows: readonly T[],
  { params, pageShift }: Pick<Call, "params" | "pageShift">,
): { items: T[]; envelope: WireObject } {
  const pageNumber = params.integer("PageNumber") ?? 1;
  const pageSize = params.integer("PageSize") ?? DEFAULT_PAGE_SIZE;
  if (pageNumber < 1 || pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
    throw ecsError("InvalidParameter", { message: "PageNumber begins at 1; PageSize takes 1 to 50." });
  }
  const start = startOfPage(pageNumber, pageSize, pageShift);
  return {
    items: rows.slice(start, start + pageSize),
    envelope: { TotalCount: rows.length, PageNumber: pageNumber, PageSize: pageSize },
  };
}
