"use client";

import type { ReactNode } from "react";
import type { TextKey } from "#components/list/list-column.ts";
import { NameText } from "#components/list/name-text.tsx";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import { instanceHref, networkInterfaceHref } from "#lib/client/resource-links.ts";
import type { Preflight } from "#lib/contract/requests.ts";

interface AttachPlanProps {
  target: AskTarget;
  preflight: Preflight;
}

/** Where the ENI is now and where it goes: what ECS decides by itself is said to be ECS's. */
export function AttachPlan({ target, preflight }: AttachPlanProps) {
  const t = useTexts();
  const { networkInterface, instance } = preflight;
  const { accountId, regionId, seat } = target;
  const none = <span className="text-ink-faint">{t("list.none")}</span>;
  const now = networkInterface.instanceId;
  const rows: { term: TextKey; now: ReactNode; after: ReactNode }[] = [
    {
      term: "attach.status",
      now: (
        <ResourceLink
          href={networkInterfaceHref({ ...target, ...networkInterface })}
          text={networkInterface.status}
        />
      ),
      after: "InUse",
    },
    {
      term: "attach.instance",
      now:
        now === null ? (
          t("attach.nowhere")
        ) : (
          <ResourceLink href={instanceHref({ accountId, regionId, instanceId: now })} text={now} />
        ),
      after: <NameText text={instance?.name || target.instanceName || target.instanceId} />,
    },
    { term: "attach.card", now: none, after: seat?.networkCardIndex ?? t("attach.chosenByEcs") },
    {
      term: "attach.device",
      now: none,
      after:
        seat?.deviceIndex == null
          ? t("attach.chosenByEcs")
          : t("attach.chosenByEcsWas", { number: seat.deviceIndex }),
    },
  ];
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-ink text-sm">{t("attach.plan")}</h3>
      <Table label={t("attach.plan")} density="compact" stickyFirstColumn={false}>
        <TableHead>
          <Th>{t("attach.fact")}</Th>
          <Th>{t("attach.now")}</Th>
          <Th>{t("attach.after")}</Th>
        </TableHead>
        <TableBody>
          {rows.map(({ term, now: before, after }) => (
            <TableRow key={term}>
              <Td className="text-ink-muted">{t(term)}</Td>
              <Td>{before}</Td>
              <Td>{after}</Td>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** A new tab, so that the dialog and what was typed into it stay. */
function ResourceLink({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-accent-text underline underline-offset-2">
      {text}
    </a>
  );
}

const LOST: readonly TextKey[] = [
  "attach.lostGuest",
  "attach.lostConnections",
  "attach.lostOthers",
  "attach.lostDevice",
];

/** An attach undoes the detach on the side of ECS only; what it does not bring back is said before anyone agrees. */
export function NotComingBack() {
  const t = useTexts();
  return (
    <section aria-label={t("attach.lost")}>
      <h3 className="font-medium text-ink text-sm">{t("attach.lost")}</h3>
      <ul className="mt-1 list-disc space-y-1 pl-4 text-ink text-sm">
        {LOST.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      <p className="mt-2 text-ink-muted text-xs">{t("attach.kept")}</p>
    </section>
  );
}
