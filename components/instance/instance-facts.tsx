"use client";

import { NameText } from "#components/list/name-text.tsx";
import { TagList } from "#components/network-interface/network-interface-cells.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import type { InstanceRow } from "#lib/contract/inventory.ts";
import { memory } from "#lib/format/memory.ts";

const ALL_TAGS = 100;

interface InstanceFactsProps {
  instance: InstanceRow;
  layout?: "grid" | "side";
}

export function InstanceFacts({ instance, layout = "grid" }: InstanceFactsProps) {
  const t = useTexts();
  const none = <span className="text-ink-faint">{t("list.none")}</span>;
  const ids = (list: readonly string[]) =>
    list.length === 0 ? (
      none
    ) : (
      <span className="flex flex-col items-start">
        {list.map((id) => (
          <ResourceId key={id} id={id} />
        ))}
      </span>
    );
  const items = [
    { term: t("instance.account"), value: <bdi>{`${instance.accountName} (${instance.accountId})`}</bdi> },
    { term: t("instance.regionZone"), value: `${instance.regionId} / ${instance.zoneId}` },
    {
      term: t("instance.shapeLabel"),
      value: t("instance.shape", { cpu: instance.cpu, memory: memory(instance.memoryMb) }),
    },
    {
      term: t("instance.privateIp"),
      value: ids(instance.primaryPrivateIp ? [instance.primaryPrivateIp] : []),
    },
    { term: t("instance.publicIp"), value: ids(instance.publicIps) },
    { term: t("instance.vpc"), value: ids(instance.vpcId ? [instance.vpcId] : []) },
    { term: t("instance.vSwitch"), value: ids(instance.vSwitchId ? [instance.vSwitchId] : []) },
    { term: t("instance.securityGroups"), value: ids(instance.securityGroupIds) },
    { term: t("instance.hostName"), value: instance.hostName ? <NameText text={instance.hostName} /> : none },
    { term: t("instance.os"), value: instance.osName ? <NameText text={instance.osName} /> : none },
    { term: t("instance.createdAt"), value: <RelativeTime iso={instance.createdAt} /> },
    {
      term: t("list.tags"),
      value: instance.tags.length > 0 ? <TagList tags={instance.tags} max={ALL_TAGS} /> : t("list.noTags"),
      wide: true,
    },
  ];
  return <DescriptionList items={items} layout={layout} />;
}
