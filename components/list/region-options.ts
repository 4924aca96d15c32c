import { useQuery } from "@tanstack/react-query";
import { regionQueries } from "#lib/client/region-queries.ts";
import type { SourceView } from "#lib/contract/inventory.ts";

const NO_SOURCES: readonly SourceView[] = [];

/** Regions to filter by: those of the list's sources, with the local names once the regions are known. */
export function useRegionOptions(sources: readonly SourceView[] = NO_SOURCES) {
  const { data } = useQuery(regionQueries.all());
  const names = new Map(data?.items.map(({ regionId, localName }) => [regionId, localName]));
  const ids = new Set(
    [...names.keys(), ...sources.map(({ regionId }) => regionId)].filter((id) => id !== ""),
  );
  return [...ids].sort().map((value) => {
    const name = names.get(value);
    return { value, label: name && name !== value ? `${name} (${value})` : value };
  });
}
