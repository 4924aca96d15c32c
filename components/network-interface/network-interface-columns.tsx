"use client";

import type { ListColumn } from "#components/list/list-column.ts";
import { Place } from "#components/list/place.tsx";
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

type Column = ListColumn<NetworkInterfaceRow>;

const name: Column = {
  id: "networkInterfaceId",
  title: "eni.id",
  sort: "networkInterfaceId",
  width: "w-56",
  fixed: true,
  card: "heading",
  cell: (row) => <NetworkInterfaceName row={row} />,
};
const status: Column = {
  id: "status",
  title: "eni.status",
  sort: "status",
  width: "w-32",
  fixed: true,
  cell: (row) => <NetworkInterfaceStatus row={row} />,
};
const type: Column = {
  id: "type",
  title: "eni.type",
  sort: "type",
  width: "w-27",
  cell: (row) => <NetworkInterfaceType type={row.type} />,
};
const privateIp: Column = {
  id: "primaryPrivateIp",
  title: "eni.privateIp",
  sort: "primaryPrivateIp",
  width: "w-36",
  cell: (row) => <PrivateAddresses row={row} />,
};
const publicIp: Column = {
  id: "publicIp",
  title: "eni.publicIp",
  sort: "publicIp",
  width: "w-32",
  cell: (row) => <PublicAddresses row={row} />,
};
const securityGroups: Column = {
  id: "securityGroupIds",
  title: "eni.securityGroups",
  sort: "securityGroupIds",
  width: "w-56",
  card: "hidden",
  cell: (row) => <IdLines ids={row.securityGroupIds} />,
};
const tags: Column = {
  id: "tags",
  title: "eni.tags",
  sort: "tags",
  width: "w-60",
  card: "hidden",
  cell: (row) => <TagList tags={row.tags} />,
};
const actions: Column = {
  id: "actions",
  title: "list.actions",
  width: "w-40",
  fixed: true,
  pinned: true,
  card: "footer",
  cell: (row) => <DetachButton row={row} />,
};

export const networkInterfaceColumns: readonly Column[] = [
  name,
  status,
  type,
  {
    id: "unattached",
    title: "eni.unattachedFor",
    sort: "unattached",
    width: "w-40",
    card: "hidden",
    cell: (row) => <UnattachedFor row={row} />,
  },
  {
    id: "instanceId",
    title: "eni.instance",
    sort: "instanceName",
    width: "w-44",
    cell: (row) => <AttachedInstance row={row} />,
  },
  privateIp,
  {
    id: "regionId",
    title: "eni.regionZone",
    sort: "regionId",
    width: "w-34",
    cell: (row) => <Place row={row} />,
  },
  {
    id: "owner",
    title: "eni.owner",
    sort: "owner",
    width: "w-28",
    cell: (row) => <OwnerBadge owner={row.owner} />,
  },
  publicIp,
  {
    id: "vpcId",
    title: "eni.vpc",
    sort: "vpcId",
    width: "w-56",
    card: "hidden",
    cell: (row) => <IdLines ids={[row.vpcId, row.vSwitchId]} />,
  },
  {
    id: "macAddress",
    title: "eni.mac",
    sort: "macAddress",
    width: "w-40",
    card: "hidden",
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{row.macAddress}</span>,
  },
  securityGroups,
  tags,
  {
    id: "createdAt",
    title: "eni.createdAt",
    sort: "createdAt",
    width: "w-32",
    card: "hidden",
    cell: (row) => <RelativeTime iso={row.createdAt} />,
  },
  {
    id: "actions",
    title: "list.actions",
    width: "w-40",
    fixed: true,
    pinned: true,
    card: "footer",
    cell: (row) => (
      <span className="flex items-center gap-1.5">
        <DetachButton row={row} />
        <QuickLookButton id={row.networkInterfaceId} />
      </span>
    ),
  },
];

/** Beside the picture of the instance: the instance itself needs no column. */
export const slotColumns: readonly Column[] = [
  name,
  status,
  type,
  privateIp,
  publicIp,
  securityGroups,
  tags,
  actions,
];

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
