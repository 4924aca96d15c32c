"use client";

import { instanceLook } from "#components/instance/instance-look.ts";
import type { ListColumn } from "#components/list/list-column.ts";
import { NameText } from "#components/list/name-text.tsx";
import { Place } from "#components/list/place.tsx";
import { QuickLookButton } from "#components/list/quick-look-button.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Lock } from "#components/ui/more-icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import { instanceHref } from "#lib/client/resource-links.ts";
import type { InstanceRow } from "#lib/contract/inventory.ts";

type Column = ListColumn<InstanceRow>;

export const instanceColumns: readonly Column[] = [
  {
    id: "name",
    title: "instance.name",
    width: "w-64",
    sort: "name",
    fixed: true,
    card: "heading",
    cell: (row) => <InstanceName instance={row} />,
  },
  {
    id: "status",
    title: "instance.status",
    width: "w-36",
    sort: "status",
    fixed: true,
    cell: (row) => <InstanceStatus instance={row} />,
  },
  {
    id: "regionId",
    title: "instance.regionZone",
    width: "w-44",
    sort: "regionId",
    cell: (row) => <Place row={row} />,
  },
  {
    id: "instanceType",
    title: "instance.type",
    width: "w-40",
    sort: "instanceType",
    cell: (row) => <span className="whitespace-nowrap font-mono text-xs">{row.instanceType}</span>,
  },
  {
    id: "primaryPrivateIp",
    title: "instance.privateIp",
    width: "w-36",
    sort: "primaryPrivateIp",
    cell: (row) => <Address address={row.primaryPrivateIp} />,
  },
  {
    id: "networkInterfaceCount",
    title: "instance.interfaceCount",
    width: "w-24",
    sort: "networkInterfaceCount",
    numeric: true,
    cell: (row) => row.networkInterfaceCount,
  },
  {
    id: "detachableCount",
    title: "instance.detachableCount",
    width: "w-32",
    sort: "detachableCount",
    numeric: true,
    cell: (row) => (
      <span className={row.detachableCount === 0 ? "text-ink-faint" : undefined}>{row.detachableCount}</span>
    ),
  },
  {
    id: "freeSlots",
    title: "instance.freeSlots",
    sort: "freeSlots",
    numeric: true,
    card: "hidden",
    cell: (row) => <FreeSlots slots={row.slots} />,
  },
  {
    id: "createdAt",
    title: "instance.createdAt",
    width: "w-32",
    sort: "createdAt",
    card: "hidden",
    cell: (row) => <RelativeTime iso={row.createdAt} />,
  },
  {
    id: "actions",
    title: "list.actions",
    width: "w-20",
    fixed: true,
    pinned: true,
    card: "hidden",
    cell: (row) => <QuickLookButton id={row.instanceId} />,
  },
];

function InstanceName({ instance }: { instance: InstanceRow }) {
  const t = useTexts();
  const { instanceId, name } = instance;
  return (
    <div className="group/name min-w-0 max-w-64">
      <PageLink
        href={instanceHref(instance)}
        className="block min-w-0 rounded-sm font-medium text-accent-text hover:underline"
      >
        <NameText text={name || t("instance.unnamed")} />
      </PageLink>
      <span className="flex items-center gap-0.5 font-mono text-2xs text-ink-faint">
        <span className="truncate">{instanceId}</span>
        <span className="pointer-fine:opacity-0 focus-within:opacity-100 group-hover/name:opacity-100">
          <CopyButton
            value={instanceId}
            label={t("ui.copy.of", { what: instanceId })}
            className="size-5! [&_svg]:size-3!"
          />
        </span>
      </span>
    </div>
  );
}

export function InstanceStatus({ instance }: { instance: InstanceRow }) {
  const t = useTexts();
  const { status, operationLocks } = instance;
  const locked = t("instance.locked", { reasons: operationLocks.join(", ") });
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusBadge look={instanceLook(status)} status={status} />
      {operationLocks.length > 0 ? (
        <span title={locked} className="text-warning-text">
          <Lock aria-hidden className="size-3.5" />
          <span className="sr-only">{locked}</span>
        </span>
      ) : null}
    </span>
  );
}

function FreeSlots({ slots }: Pick<InstanceRow, "slots">) {
  const t = useTexts();
  if (!slots) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <span className={slots.free === 0 ? "text-ink-faint" : undefined}>
      {t("instance.freeOfSlots", { free: slots.free, all: slots.all })}
    </span>
  );
}

function Address({ address }: { address: string | null }) {
  const t = useTexts();
  if (!address) return <span className="text-ink-faint">{t("list.none")}</span>;
  return <span className="whitespace-nowrap font-mono text-xs">{address}</span>;
}
