"use client";

import { EthernetPort } from "lucide-react";
import { instanceLook } from "#components/instance/instance-look.ts";
import type { TextKey } from "#components/list/list-column.ts";
import { networkInterfaceLook } from "#components/network-interface/network-interface-look.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { InstanceRow, NetworkInterfaceRow } from "#lib/contract/inventory.ts";

interface ChassisProps {
  instance: InstanceRow;
  networkInterfaces: readonly NetworkInterfaceRow[];
  selectedId: string;
  onSelect: (networkInterfaceId: string) => void;
}

/** The edge of a slot that is lit in the state's tone; the word beside it says the same. */
const EDGE: Record<Tone, string> = {
  neutral: "border-l-line-strong",
  info: "border-l-accent",
  success: "border-l-success-text",
  warning: "border-l-warning-text",
  danger: "border-l-danger",
};

const SLOT_TEXTS: Record<string, TextKey> = {
  Primary: "instance.slotPrimary",
  Member: "instance.slotMember",
  Trunk: "instance.slotTrunk",
};

/** The back of the instance as a picture: one slot per ENI, primary first, then those that its type leaves free. The table beside it holds the same facts. */
export function Chassis({ instance, networkInterfaces, selectedId, onSelect }: ChassisProps) {
  const t = useTexts();
  let secondary = 0;
  return (
    <section
      aria-label={t("instance.chassis")}
      className="rounded-xl border border-line-strong bg-sunken p-2.5 shadow-xs"
    >
      <header className="flex items-center justify-between gap-2 px-1.5 pt-0.5 pb-2.5">
        <span className="min-w-0 truncate font-medium font-mono text-ink text-xs">
          {instance.instanceType}
        </span>
        <StatusBadge look={instanceLook(instance.status)} status={instance.status} />
      </header>
      <ol className="space-y-1.5">
        {networkInterfaces.map((row) => {
          const known = SLOT_TEXTS[row.type];
          if (!known) secondary += 1;
          const label = known ? t(known) : t("instance.slotSecondary", { number: secondary });
          return (
            <li key={row.networkInterfaceId}>
              <Slot
                row={row}
                label={label}
                selected={row.networkInterfaceId === selectedId}
                onSelect={() => onSelect(row.networkInterfaceId)}
              />
            </li>
          );
        })}
        {Array.from({ length: instance.slots?.free ?? 0 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: free slots are all alike
          <li key={index}>
            <FreeSlot />
          </li>
        ))}
      </ol>
      <p className="px-1.5 pt-2.5 text-2xs text-ink-faint">{t("instance.chassisHint")}</p>
    </section>
  );
}

function FreeSlot() {
  const t = useTexts();
  return (
    <p className="flex items-center gap-3 rounded-md border border-line-strong border-dashed px-3 py-2 text-ink-faint text-sm">
      <EthernetPort aria-hidden className="size-6 shrink-0 stroke-[1.5] opacity-50" />
      {t("instance.slotFree")}
    </p>
  );
}

interface SlotProps {
  row: NetworkInterfaceRow;
  label: string;
  selected: boolean;
  onSelect: () => void;
}

function Slot({ row, label, selected, onSelect }: SlotProps) {
  const t = useTexts();
  const { networkInterfaceId, status, primaryPrivateIp, detach } = row;
  const { tone } = networkInterfaceLook(status);
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={onSelect}
      className={classNames(
        "flex w-full items-center gap-3 rounded-md border border-line border-l-4 bg-surface px-3 py-2 text-left transition-colors hover:bg-hover",
        EDGE[tone],
        selected && "bg-accent-soft! ring-1 ring-accent-line",
      )}
    >
      <EthernetPort aria-hidden className={classNames("size-6 shrink-0 stroke-[1.5]", TONE_TEXT[tone])} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className="truncate font-medium text-ink text-sm">
            {label}
            <span className="sr-only"> {networkInterfaceId}</span>
          </span>
          <span className="shrink-0 text-2xs text-ink-faint">
            {t(detach.allowed ? "instance.slotDetachable" : "instance.slotFixed")}
          </span>
        </span>
        <span className="flex items-center justify-between gap-2">
          <span className="truncate font-mono text-ink-muted text-xs">
            {primaryPrivateIp || t("list.none")}
          </span>
          <span className="shrink-0 [&>span]:text-xs">
            <StatusBadge look={networkInterfaceLook(status)} status={status} />
          </span>
        </span>
      </span>
    </button>
  );
}
