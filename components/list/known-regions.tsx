"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { regionQueries } from "#lib/client/region-queries.ts";
import type { RegionList } from "#lib/contract/inventory.ts";

/** Hands what the server knows of the regions to the filters below, so that a page need not ask for it. */
export function KnownRegions({ regions, children }: { regions: RegionList; children: ReactNode }) {
  const client = useQueryClient();
  // Once, before what is below first looks for them.
  useState(() => client.setQueryData(regionQueries.all().queryKey, regions));
  return children;
}
