"use client";

import { InstanceStatus } from "#components/instance/instance-columns.tsx";
import { InstanceFacts } from "#components/instance/instance-facts.tsx";
import { NameText } from "#components/list/name-text.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { instanceHref } from "#lib/client/resource-links.ts";
import type { InstanceRow } from "#lib/contract/inventory.ts";

interface InstanceQuickLookProps {
  instance: InstanceRow | undefined;
  onClose: () => void;
}

/** One instance beside the list, without leaving it. */
export function InstanceQuickLook({ instance, onClose }: InstanceQuickLookProps) {
  const t = useTexts();
  if (!instance) return null;
  return (
    <Drawer
      open
      onOpenChange={onClose}
      title={<NameText text={instance.name || t("instance.unnamed")} />}
      actions={
        <LinkButton size="sm" href={instanceHref(instance)}>
          {t("eni.openPage")}
        </LinkButton>
      }
    >
      <div className="space-y-5">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <InstanceStatus instance={instance} />
          <ResourceId id={instance.instanceId} />
        </div>
        <InstanceFacts instance={instance} layout="side" />
      </div>
    </Drawer>
  );
}
