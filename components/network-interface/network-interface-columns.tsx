"use client";

import { createColumnHelper } from "@tanstack/react-table";
import { Place } from "#components/instance/instance-columns.tsx";
import type { ListFeatures } from "#components/list/list-features.ts";
import { DetachButton } from "#components/network-interface/detach-button.tsx";
import {
  AttachedInstance,
  NetworkInterfaceName,
  NetworkInterfaceStatus,
  NetworkInterfaceType,
  PrivateAddresses,
  PublicAddresses,
  TagList,
} from "#components/network-interface/network-interface-cells.tsx";
import { OwnerBadge } from "#components/network-interface/owner-badge.tsx";
import { QuickLookButton } from "#components/network-interface/quick-look-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const column = createColumnHelper<ListFeatures, NetworkInterfaceRow>();

const name = column.accessor("networkInterfaceId", {
  meta: { title: "eni.id", sort: "networkInterfaceId", fixed: true, card: "heading" },
  cell: ({ row }) => <NetworkInterfaceName row={row.original} />,
});
const status = column.accessor("status", {
  meta: { title: "eni.status", sort: "status", fixed: true },
  cell: ({ row }) => <NetworkInterfaceStatus row={row.original} />,
});
const type = column.accessor("type", {
  meta: { title: "eni.type", sort: "type" },
  cell: ({ getValue }) => <NetworkInterfaceType type={getValue()} />,
});
const privateIp = column.accessor("primaryPrivateIp", {
  meta: { title: "eni.privateIp", sort: "primaryPrivateIp" },
  cell: ({ row }) => <PrivateAddresses row={row.original} />,
});
const publicIp = column.display({
  id: "publicIp",
  meta: { title: "eni.publicIp" },
  cell: ({ row }) => <PublicAddresses row={row.original} />,
});
const securityGroups = column.display({
  id: "securityGroupIds",
  meta: { title: "eni.securityGroups", card: "hidden" },
  cell: ({ row }) => <IdLines ids={row.original.securityGroupIds} />,
});
const tags = column.display({
  id: "tags",
  meta: { title: "eni.tags", card: "hidden" },
  cell: ({ row }) => <TagList tags={row.original.tags} />,
});
const actions = column.display({
  id: "actions",
  meta: { title: "list.actions", fixed: true, pinned: true, card: "footer" },
  cell: ({ row }) => <DetachButton row={row.original} />,
});

export const networkInterfaceColumns = column.columns([
  name,
  status,
  type,
  column.accessor("instanceId", {
    meta: { title: "eni.instance", sort: "instanceName" },
    cell: ({ row }) => <AttachedInstance row={row.original} />,
  }),
  privateIp,
  publicIp,
  column.accessor("regionId", {
    meta: { title: "eni.regionZone", sort: "regionId" },
    cell: ({ row }) => <Place row={row.original} />,
  }),
  column.accessor("vpcId", {
    meta: { title: "eni.vpc", sort: "vpcId", card: "hidden" },
    cell: ({ row }) => <IdLines ids={[row.original.vpcId, row.original.vSwitchId]} />,
  }),
  column.accessor("macAddress", {
    meta: { title: "eni.mac", sort: "macAddress", card: "hidden" },
    cell: ({ getValue }) => <span className="whitespace-nowrap font-mono text-xs">{getValue()}</span>,
  }),
  securityGroups,
  column.display({
    id: "owner",
    meta: { title: "eni.owner" },
    cell: ({ row }) => <OwnerBadge owner={row.original.owner} />,
  }),
  tags,
  column.accessor("createdAt", {
    meta: { title: "eni.createdAt", sort: "createdAt", card: "hidden" },
    cell: ({ getValue }) => <RelativeTime iso={getValue()} />,
  }),
  column.display({
    id: "actions",
    meta: { title: "list.actions", fixed: true, pinned: true, card: "footer" },
    cell: ({ row }) => (
      <span className="flex items-center gap-1.5">
        <DetachButton row={row.original} />
        <QuickLookButton networkInterfaceId={row.original.networkInterfaceId} />
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
      {ids.slice(0, 2).map((id) => (
        <span key={id} className="block whitespace-nowrap">
          {id}
        </span>
      ))}
      {ids.length > 2 ? <span title={ids.slice(0, 20).join("\n")}>+{ids.length - 2}</span> : null}
    </span>
  );
}
