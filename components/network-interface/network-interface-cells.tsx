"use client";

import { NameText } from "#components/list/name-text.tsx";
import { networkInterfaceLook } from "#components/network-interface/network-interface-look.ts";
import { typeText } from "#components/network-interface/network-interface-type.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { stateWord } from "#components/request/state-word.ts";
import { Badge } from "#components/ui/badge.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import { instanceHref, networkInterfaceHref, requestHref } from "#lib/client/resource-links.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import { REQUEST_STATES } from "#lib/domain/detach-request.ts";

interface CellProps {
  row: NetworkInterfaceRow;
}

export function NetworkInterfaceName({ row }: CellProps) {
  const { networkInterfaceId, name } = row;
  return (
    <div className="group/name min-w-0 max-w-64">
      <span className="flex items-center gap-0.5">
        <PageLink
          href={networkInterfaceHref(row)}
          className="truncate rounded-sm font-medium font-mono text-accent-text text-xs hover:underline"
        >
          {networkInterfaceId}
        </PageLink>
        <span className="pointer-fine:opacity-0 focus-within:opacity-100 group-hover/name:opacity-100">
          <CopyName id={networkInterfaceId} />
        </span>
      </span>
      {name ? <NameText text={name} className="text-ink-muted text-xs" /> : null}
    </div>
  );
}

function CopyName({ id }: { id: string }) {
  const t = useTexts();
  return <CopyButton value={id} label={t("ui.copy.of", { what: id })} className="size-5! [&_svg]:size-3!" />;
}

/** The state, and for one that is leaving who began it. */
export function NetworkInterfaceStatus({ row }: CellProps) {
  const t = useTexts();
  const { status, openRequest } = row;
  const outside = status === "Detaching" && !openRequest;
  return (
    <div className="min-w-0 max-sm:text-right">
      <StatusBadge look={networkInterfaceLook(status)} status={status} />
      {openRequest ? <OpenRequestNote request={openRequest} /> : null}
      {outside ? (
        <span title={t("eni.againOutside")} className="block max-w-44 truncate text-2xs text-ink-faint">
          {t("eni.againOutside")}
        </span>
      ) : null}
    </div>
  );
}

function OpenRequestNote({ request }: { request: NonNullable<NetworkInterfaceRow["openRequest"]> }) {
  const t = useTexts();
  const state = REQUEST_STATES.find((known) => known === request.state);
  return (
    <PageLink
      href={requestHref(request.id)}
      className="block max-w-52 truncate text-2xs text-accent-text hover:underline"
    >
      <bdi>
        {t(request.action === "detach" ? "eni.openRequest" : "eni.openAttach", {
          state: state ? t(stateWord(request.action, state)) : request.state,
          name: request.askedBy,
        })}
      </bdi>
    </PageLink>
  );
}

export function NetworkInterfaceType({ type }: { type: string }) {
  const t = useTexts();
  const text = typeText(type);
  return <Badge tone={type === "Primary" ? "info" : "neutral"}>{text ? t(text) : type}</Badge>;
}

export function AttachedInstance({ row }: CellProps) {
  const { instanceId, instanceName } = row;
  if (instanceId === null) return <Unattached row={row} />;
  return (
    <span className="block min-w-0 max-w-52">
      <PageLink
        href={instanceHref({ ...row, instanceId })}
        className="block min-w-0 rounded-sm text-ink hover:text-accent-text hover:underline"
      >
        <NameText text={instanceName || instanceId} />
      </PageLink>
      {instanceName ? (
        <span className="block whitespace-nowrap font-mono text-2xs text-ink-faint">{instanceId}</span>
      ) : null}
    </span>
  );
}

function Unattached({ row: { unattached } }: CellProps) {
  const t = useTexts();
  return (
    <span className="block whitespace-nowrap text-ink-faint text-xs">
      <span>{t("eni.unattached")}</span>
      {unattached ? (
        <span
          className="block text-2xs"
          title={t(unattached.sawItCome ? "eni.cameOffHint" : "eni.alreadyFreeHint")}
        >
          {t(unattached.sawItCome ? "eni.cameOff" : "eni.alreadyFree")}{" "}
          <RelativeTime iso={unattached.since} />
        </span>
      ) : null}
    </span>
  );
}

/** Since when it has been seen attached to nothing; an ENI that is attached has no such time. */
export function UnattachedFor({ row: { unattached } }: CellProps) {
  const t = useTexts();
  if (!unattached) return <span className="text-ink-faint">{t("list.none")}</span>;
  const { since, sawItCome } = unattached;
  return (
    <span className="block truncate" title={t(sawItCome ? "eni.cameOffHint" : "eni.alreadyFreeHint")}>
      <span className="text-ink-faint">{t(sawItCome ? "eni.cameOff" : "eni.alreadyFree")}</span>{" "}
      <RelativeTime iso={since} />
    </span>
  );
}

/** The primary address, and how many more leave with the ENI. */
export function PrivateAddresses({ row }: CellProps) {
  const t = useTexts();
  const others = [
    ...row.privateIps.filter(({ primary }) => !primary).map(({ address }) => address),
    ...row.ipv6,
  ];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span className="font-mono text-xs">{row.primaryPrivateIp || t("list.none")}</span>
      {others.length > 0 ? (
        <span title={others.slice(0, 20).join("\n")}>
          <Badge>
            <span aria-hidden>{t("eni.moreAddresses", { count: others.length })}</span>
            <span className="sr-only">{t("eni.moreAddressesLabel", { count: others.length })}</span>
          </Badge>
        </span>
      ) : null}
    </span>
  );
}

export function PublicAddresses({ row }: CellProps) {
  const t = useTexts();
  const addresses = row.privateIps.flatMap(({ publicIp }) => publicIp ?? []);
  if (addresses.length === 0) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <span title={addresses.slice(0, 20).join("\n")} className="whitespace-nowrap font-mono text-xs">
      {addresses[0]}
      {addresses.length > 1 ? ` ${t("eni.moreAddresses", { count: addresses.length - 1 })}` : null}
    </span>
  );
}

export function TagList({ tags, max = 2 }: { tags: NetworkInterfaceRow["tags"]; max?: number }) {
  const t = useTexts();
  if (tags.length === 0) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <ul className="flex min-w-0 flex-wrap gap-1">
      {tags.slice(0, max).map(({ key, value }) => (
        <li key={key} className="min-w-0 max-w-full">
          <span className="inline-flex max-w-56 items-center rounded-sm border border-line bg-sunken px-1.5 py-0.5 text-2xs text-ink-muted">
            <NameText text={value ? `${key}=${value}` : key} />
          </span>
        </li>
      ))}
      {tags.length > max ? (
        <li className="text-2xs text-ink-faint">{t("list.showMore", { count: tags.length - max })}</li>
      ) : null}
    </ul>
  );
}
