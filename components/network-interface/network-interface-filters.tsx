"use client";

import { FilterSelect } from "#components/list/filter-select.tsx";
import { InventorySearch } from "#components/list/inventory-search.tsx";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { useRegionOptions } from "#components/list/region-options.ts";
import type { UrlState } from "#components/list/use-url-state.ts";
import type { QueryName } from "#components/network-interface/network-interface-query.ts";
import { typeText } from "#components/network-interface/network-interface-type.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { X } from "#components/ui/icons.tsx";
import type { SourceView } from "#lib/contract/inventory.ts";

const STATUSES = [
  ...["InUse", "Available", "Attaching", "Detaching", "Creating", "Deleting", "Linked"],
  "Unsettled",
] as const;
const TYPES = ["Primary", "Secondary", "Trunk", "Member"] as const;
/** Filters that other pages link to; they show as tokens to take away. */
const TOKENS = ["instanceId", "vpcId", "accountId"] as const;

interface NetworkInterfaceFiltersProps {
  url: UrlState<QueryName>;
  sources: readonly SourceView[];
  filtered: boolean;
  onClear: () => void;
  busy: boolean;
}

export function NetworkInterfaceFilters({
  url,
  sources,
  filtered,
  onClear,
  busy,
}: NetworkInterfaceFiltersProps) {
  const t = useTexts();
  const regions = useRegionOptions(sources);
  const types = TYPES.map((value) => {
    const text = typeText(value);
    return { value, label: text ? t(text) : value };
  });
  return (
    <ListToolbar>
      <InventorySearch
        value={url.values.q}
        onSearch={(q) => url.set({ q })}
        placeholder={t("eni.searchHint")}
        busy={busy}
      />
      <FilterSelect
        label={t("list.region")}
        value={url.values.regionId}
        options={regions}
        onValueChange={(regionId) => url.set({ regionId })}
      />
      <FilterSelect
        label={t("list.type")}
        value={url.values.type}
        options={types}
        onValueChange={(type) => url.set({ type })}
      />
      <FilterSelect
        label={t("list.status")}
        value={url.values.status}
        options={STATUSES.map((value) => ({ value, label: t(`status.eni.${value}`) }))}
        onValueChange={(status) => url.set({ status })}
      />
      <FilterSelect
        label={t("eni.detachable")}
        value={url.values.detachable}
        options={[
          { value: "true", label: t("eni.detachableYes") },
          { value: "false", label: t("eni.detachableNo") },
        ]}
        onValueChange={(detachable) => url.set({ detachable })}
      />
      {TOKENS.filter((name) => url.values[name] !== "").map((name) => (
        <Button key={name} onClick={() => url.clear([name])} icon={<X aria-hidden className="size-3.5" />}>
          <span className="max-w-40 truncate font-mono text-xs">{url.values[name]}</span>
        </Button>
      ))}
      {filtered ? (
        <Button variant="ghost" onClick={onClear}>
          {t("list.clearFilters")}
        </Button>
      ) : null}
    </ListToolbar>
  );
}
