import { ArrowRight } from "lucide-react";
import { instanceLook } from "#components/instance/instance-look.ts";
import { networkInterfaceLook } from "#components/network-interface/network-interface-look.ts";
import type { PaletteItem } from "#components/palette/palette-item.ts";
import { requestLook } from "#components/request/request-look.ts";
import { Cable, ListChecks, Server } from "#components/ui/icons.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";

const LOOKS = { instance: instanceLook, "network-interface": networkInterfaceLook, request: requestLook };
const ICONS = { page: ArrowRight, instance: Server, "network-interface": Cable, request: ListChecks };

export function PaletteRow({ item }: { item: PaletteItem }) {
  const Icon = ICONS[item.kind];
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" strokeWidth={1.75} />
      <span className="min-w-0 flex-1">
        <bdi className={`block truncate ${item.kind === "network-interface" ? "font-mono text-xs" : ""}`}>
          {item.label}
        </bdi>
        {item.detail ? <bdi className="block truncate text-ink-faint text-xs">{item.detail}</bdi> : null}
      </span>
      {item.status && item.kind !== "page" ? (
        <StatusBadge look={LOOKS[item.kind](item.status)} status={item.status} />
      ) : null}
    </>
  );
}
