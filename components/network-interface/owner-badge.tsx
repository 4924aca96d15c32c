"use client";

import type { TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

type Owner = NonNullable<NetworkInterfaceRow["owner"]>;

const OWNER_TEXTS: Record<Owner["kind"], TextKey> = {
  service: "eni.ownerService",
  kubernetes: "eni.ownerKubernetes",
  terway: "eni.ownerTerway",
  terraform: "eni.ownerTerraform",
  ros: "eni.ownerRos",
};

/** Who else looks after this ENI; the reason we think so is in the title, and in words on its page. */
export function OwnerBadge({ owner }: { owner: Owner | undefined }) {
  const t = useTexts();
  if (!owner) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <span title={owner.evidence.slice(0, 300)}>
      <Badge tone="warning">{t(OWNER_TEXTS[owner.kind])}</Badge>
    </span>
  );
}
