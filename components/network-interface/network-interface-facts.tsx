"use client";

import { instanceLook } from "#components/instance/instance-look.ts";
import { NameText } from "#components/list/name-text.tsx";
import {
  AttachedInstance,
  NetworkInterfaceType,
  TagList,
} from "#components/network-interface/network-interface-cells.tsx";
import { OwnerBadge } from "#components/network-interface/owner-badge.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import { networkInterfaceHref } from "#lib/client/resource-links.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const ALL_TAGS = 100;

interface FactsProps {
  row: NetworkInterfaceRow;
  layout?: "grid" | "side";
}

/** Where an ENI is and what it is made of. */
export function NetworkInterfaceFacts({ row, layout = "grid" }: FactsProps) {
  const t = useTexts();
  const items = [
    { term: t("eni.type"), value: <NetworkInterfaceType type={row.type} /> },
    { term: t("eni.account"), value: <bdi>{`${row.accountName} (${row.accountId})`}</bdi> },
    { term: t("eni.regionZone"), value: `${row.regionId} / ${row.zoneId}` },
    { term: t("eni.vpcLabel"), value: <ResourceId id={row.vpcId} /> },
    { term: t("eni.vSwitch"), value: <ResourceId id={row.vSwitchId} /> },
    { term: t("eni.mac"), value: <ResourceId id={row.macAddress} /> },
    { term: t("eni.createdAt"), value: <RelativeTime iso={row.createdAt} /> },
    { term: t("eni.observedAt"), value: <RelativeTime iso={row.observedAt} /> },
    ...(row.description
      ? [{ term: t("eni.description"), value: <NameText text={row.description} />, wide: true }]
      : []),
  ];
  return <DescriptionList layout={layout} items={items} />;
}

export function AttachmentFacts({ row, layout = "grid" }: FactsProps) {
  const t = useTexts();
  const { instanceStatus, deviceIndex, trunkNetworkInterfaceId, deleteOnRelease } = row;
  const items = [
    { term: t("eni.instance"), value: <AttachedInstance row={row} /> },
    {
      term: t("eni.instanceStatus"),
      value: instanceStatus ? (
        <StatusBadge look={instanceLook(instanceStatus)} status={instanceStatus} />
      ) : (
        t("list.none")
      ),
    },
    { term: t("eni.deviceIndex"), value: deviceIndex ?? t("list.none") },
    { term: t("eni.deleteOnRelease"), value: t(deleteOnRelease ? "list.yes" : "list.no") },
    ...(trunkNetworkInterfaceId
      ? [
          {
            term: t("eni.trunk"),
            value: (
              <ResourceId
                id={trunkNetworkInterfaceId}
                href={networkInterfaceHref({ ...row, networkInterfaceId: trunkNetworkInterfaceId })}
              />
            ),
          },
        ]
      : []),
  ];
  return <DescriptionList layout={layout} items={items} />;
}

export function OwnershipFacts({ row, layout = "grid" }: FactsProps) {
  const t = useTexts();
  const { owner, serviceManaged, securityGroupIds, tags } = row;
  const items = [
    ...(owner
      ? [
          { term: t("eni.owner"), value: <OwnerBadge owner={owner} /> },
          { term: t("eni.ownerEvidence"), value: <NameText text={`${owner.name}: ${owner.evidence}`} /> },
        ]
      : [
          {
            term: t("eni.owner"),
            value: <span className="text-ink-muted">{t("eni.ownerNone")}</span>,
            wide: true,
          },
        ]),
    { term: t("eni.serviceManaged"), value: t(serviceManaged ? "list.yes" : "list.no") },
    {
      term: t("eni.securityGroups"),
      value: (
        <span className="flex flex-col items-start">
          {securityGroupIds.map((id) => (
            <ResourceId key={id} id={id} />
          ))}
        </span>
      ),
    },
    {
      term: t("eni.tags"),
      value: tags.length > 0 ? <TagList tags={tags} max={ALL_TAGS} /> : t("list.noTags"),
      wide: true,
    },
  ];
  return <DescriptionList layout={layout} items={items} />;
}
