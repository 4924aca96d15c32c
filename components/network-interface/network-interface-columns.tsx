"use client";

import { createColumnHelper } from "@tanstack/react-table";
import { Place } from "#components/instance/instance-columns.tsx";
import type { ListFeatures } from "#components/list/list-features.ts";
import { QuickLookButton } from "#components/list/quick-look-button.tsx";
import { DetachButton } from "#components/network-interface/detach-button.tsx";
import {
  AttachedInstance,
  NetworkInterfaceName,
  NetworkInterfaceStatus,
  NetworkInterfaceType,
  PrivateAddresses,
  PublicAddresses,
  TagList,
  UnattachedFor,
} from "#components/network-interface/network-interface-cells.tsx";
import { OwnerBadge } from "#components/network-interface/owner-badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const column = createColumnHelper<ListFeatures, NetworkInterfaceRow>();

const name = column.accessor("networkInterfaceId", {
  meta: { title: "eni.id", sort: "networkInterfaceId", width: "w-56", fixed: true, card: "heading" },
  cell: ({ row }) => <NetworkInterfaceName row={row.original} />,
});
const status = column.accessor("status", {
  meta: { title: "eni.status", sort: "status", width: "w-32", fixed: true },
  cell: ({ row }) => <NetworkInterfaceStatus row={row.original} />,
});
const type = column.accessor("type", {
  meta: { title: "eni.type", sort: "type", width: "w-27" },
  cell: ({ getValue }) => <NetworkInterfaceType type={getValue()} />,
});
const privateIp = column.accessor("primaryPrivateIp", {
  meta: { title: "eni.privateIp", sort: "primaryPrivateIp", width: "w-36" },
  cell: ({ row }) => <PrivateAddresses row={row.original} />,
});
const publicIp = column.display({
  id: "publicIp",
  meta: { title: "eni.publicIp", sort: "publicIp", width: "w-32" },
  cell: ({ row }) => <PublicAddresses row={row.original} />,
});
const securityGroups = column.display({
  id: "securityGroupIds",
  meta: { title: "eni.securityGroups", sort: "securityGroupIds", width: "w-56", card: "hidden" },
  cell: ({ row }) => <IdLines ids={row.original.securityGroupIds} />,
});
const tags = column.display({
  id: "tags",
  meta: { title: "eni.tags", sort: "tags", width: "w-60", card: "hidden" },
  cell: ({ row }) => <TagList tags={row.original.tags} />,
});
const actions = column.display({
  id: "actions",
  meta: { title: "list.actions", width: "w-54", fixed: true, pinned: true, card: "footer" },
  cell: ({ row }) => <DetachButton row={row.original} />,
});

export const networkInterfaceColumns = column.columns([
  name,
  status,
  type,
  column.accessor("instanceId", {
    meta: { title: "eni.instance", sort: "instanceName", width: "w-44" },
    cell: ({ row }) => <AttachedInstance row={row.original} />,
  }),
  privateIp,
  column.accessor("regionId", {
    meta: { title: "eni.regionZone", sort: "regionId", width: "w-36" },
    cell: ({ row }) => <Place row={row.original} />,
  }),
  publicIp,
  column.accessor("vpcId", {
    meta: { title: "eni.vpc", sort: "vpcId", width: "w-56", card: "hidden" },
    cell: ({ row }) => <IdLines ids={[row.original.vpcId, row.original.vSwitchId]} />,
  }),
  column.accessor("macAddress", {
    meta: { title: "eni.mac", sort: "macAddress", width: "w-40", card: "hidden" },
    cell: ({ getValue }) => <span className="whitespace-nowrap font-mono text-xs">{getValue()}</span>,
  }),
  securityGroups,
  column.display({
    id: "unattached",
    meta: { title: "eni.unattachedFor", width: "w-40", card: "hidden" },
    cell: ({ row }) => <UnattachedFor row={row.original} />,
  }),
  column.display({
    id: "owner",
    meta: { title: "eni.owner", sort: "owner", width: "w-32" },
    cell: ({ row }) => <OwnerBadge owner={row.original.owner} />,
  }),
  tags,
  column.accessor("createdAt", {
    meta: { title: "eni.createdAt", sort: "createdAt", width: "w-32", card: "hidden" },
    cell: ({ getValue }) => <RelativeTime iso={getValue()} />,
  }),
  column.display({
    id: "actions",
    meta: { title: "list.actions", width: "w-54", fixed: true, pinned: true, card: "footer" },
    cell: ({ row }) => (
      <span className="flex items-center gap-1.5">
        <DetachButton row={row.original} />
        <QuickLookButton id={row.original.networkInterfaceId} />
      </span>
    ),
  }),
]);

/** Beside the picture of the instance: the instance itself needs no column. */
export const slotColumns = column.columns([
  name,
  status,
  type,
  privateIp,
  publicIp,
  securityGroups,
  tags,
  actions,
]);

function IdLines({ ids }: { ids: readonly string[] }) {
  return (
    <span className="block font-mono text-2xs text-ink-muted">
      {ids.slice(0, 2).map((id, at) => (
        <span key={id} className="block whitespace-nowrap">
          {id}
          {at === 1 && ids.length > 2 ? (
            <span title={ids.slice(0, 20).join("\n")}> +{ids.length - 2}</span>
          ) : null}
        </span>
      ))}
    </span>
  );
}
