"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Chassis } from "#components/instance/chassis.tsx";
import { InstanceStatus } from "#components/instance/instance-columns.tsx";
import { InstanceFacts } from "#components/instance/instance-facts.tsx";
import { InstanceRequests } from "#components/instance/instance-requests.tsx";
import { DataTable } from "#components/list/data-table.tsx";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { useUrlState } from "#components/list/use-url-state.ts";
import { DetachDialogs } from "#components/network-interface/detach-dialogs.tsx";
import { slotColumns } from "#components/network-interface/network-interface-columns.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { instanceQueries } from "#lib/client/instance-queries.ts";
import type { InstanceDetail, NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const NAMES = ["slot"] as const;
const rowKey = ({ networkInterfaceId }: NetworkInterfaceRow) => networkInterfaceId;

/** Primary first, then as the devices are numbered; an ENI without a number comes last. */
function bySlot(a: NetworkInterfaceRow, b: NetworkInterfaceRow): number {
  const rank = ({ type, deviceIndex }: NetworkInterfaceRow) =>
    type === "Primary" ? -1 : (deviceIndex ?? Number.MAX_SAFE_INTEGER);
  return rank(a) - rank(b) || a.networkInterfaceId.localeCompare(b.networkInterfaceId);
}

/** One instance: its state, what is plugged into it, and what was asked for it. */
export function InstanceView({ initial }: { initial: InstanceDetail }) {
  const t = useTexts();
  const url = useUrlState(NAMES);
  const paused = useIdle();
  const detail = useQuery(instanceQueries.detail(initial.instance, paused, initial));
  const { instance, networkInterfaces, observedAt } = detail.data;
  const slots = useMemo(() => [...networkInterfaces].sort(bySlot), [networkInterfaces]);
  const refetch = () => {
    void detail.refetch();
  };
  function select(networkInterfaceId: string) {
    const chosen = url.values.slot === networkInterfaceId ? "" : networkInterfaceId;
    url.set({ slot: chosen });
    if (chosen) document.getElementById(chosen)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
  return (
    <DetachDialogs>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("instance.breadcrumb"), href: "/instances" }]} />}
        title={<bdi>{(instance.name || instance.instanceId).slice(0, 200)}</bdi>}
        meta={
          <>
            <InstanceStatus instance={instance} />
            <ResourceId id={instance.instanceId} />
            <span>{instance.regionId}</span>
          </>
        }
        actions={<Freshness observedAt={observedAt} fetching={detail.isFetching} onRefresh={refetch} />}
      />
      {detail.isError ? (
        <div className="mb-4">
          <FailureAlert failure={detail.error} onRetry={refetch} />
        </div>
      ) : null}
      <div className="space-y-4">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[20rem_minmax(0,1fr)]">
          <Chassis
            instance={instance}
            networkInterfaces={slots}
            selectedId={url.values.slot}
            onSelect={select}
          />
          <Card flush title={t("instance.interfaces")} meta={slots.length}>
            {slots.length > 0 ? (
              <DataTable
                label={t("instance.interfaces")}
                columns={slotColumns}
                rows={slots}
                rowId={rowKey}
                selectedId={url.values.slot}
              />
            ) : (
              <p className="px-4 py-6 text-ink-muted text-sm">{t("instance.noInterfaces")}</p>
            )}
          </Card>
        </div>
        <Card title={t("instance.overview")}>
          <InstanceFacts instance={instance} />
        </Card>
        <InstanceRequests instanceId={instance.instanceId} paused={paused} />
      </div>
    </DetachDialogs>
  );
}
