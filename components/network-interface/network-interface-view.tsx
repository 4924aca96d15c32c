"use client";

import { useQuery } from "@tanstack/react-query";
import { DataTable } from "#components/list/data-table.tsx";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { AddressTable } from "#components/network-interface/address-table.tsx";
import { aliyunCommand } from "#components/network-interface/ask-target.ts";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { DetachButton } from "#components/network-interface/detach-button.tsx";
import { DetachDialogs } from "#components/network-interface/detach-dialogs.tsx";
import { NetworkInterfaceStatus } from "#components/network-interface/network-interface-cells.tsx";
import {
  AttachmentFacts,
  NetworkInterfaceFacts,
  OwnershipFacts,
} from "#components/network-interface/network-interface-facts.tsx";
import { OutsideChanges } from "#components/network-interface/outside-changes.tsx";
import { RawAnswer } from "#components/network-interface/raw-answer.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { historyColumns } from "#components/request/request-columns.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { networkInterfaceQuery } from "#lib/client/network-interface-query.ts";
import type { NetworkInterfaceDetail, NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import type { RequestSummary } from "#lib/contract/requests.ts";

const requestKey = ({ id }: RequestSummary) => id;

/** One ENI with everything that is known about it, and how. */
export function NetworkInterfaceView({ initial }: { initial: NetworkInterfaceDetail }) {
  const t = useTexts();
  const paused = useIdle();
  const detail = useQuery(networkInterfaceQuery(initial.networkInterface, paused, initial));
  const { networkInterface: row, history, outsideChanges, raw, rawRequestId, observedAt } = detail.data;
  const refetch = () => {
    void detail.refetch();
  };
  return (
    <DetachDialogs>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("eni.breadcrumb"), href: "/network-interfaces" }]} />}
        title={<bdi>{(row.name || row.networkInterfaceId).slice(0, 200)}</bdi>}
        meta={
          <>
            <NetworkInterfaceStatus row={row} />
            <ResourceId id={row.networkInterfaceId} />
            <span>{row.regionId}</span>
          </>
        }
        actions={
          <>
            <Freshness observedAt={observedAt} fetching={detail.isFetching} onRefresh={refetch} />
            <DetachButton row={row} size="md" />
          </>
        }
      />
      {detail.isError ? (
        <div className="mb-4">
          <FailureAlert failure={detail.error} onRetry={refetch} />
        </div>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="space-y-4">
          <Card flush title={t("eni.addresses")}>
            <AddressTable row={row} />
          </Card>
          <Card title={t("eni.overview")}>
            <NetworkInterfaceFacts row={row} />
          </Card>
        </div>
        <div className="space-y-4">
          <Card title={t("eni.attachment")}>
            <AttachmentFacts row={row} />
          </Card>
          <Card title={t("eni.owner")}>
            <OwnershipFacts row={row} />
          </Card>
        </div>
        <DetachAdvice row={row} />
        <CliCommand row={row} />
        <Card flush title={t("eni.history")} className="lg:col-span-2">
          {history.length > 0 ? (
            <DataTable label={t("eni.history")} columns={historyColumns} rows={history} rowId={requestKey} />
          ) : (
            <p className="px-4 py-6 text-ink-muted text-sm">{t("eni.noHistory")}</p>
          )}
          <OutsideChanges changes={outsideChanges} />
        </Card>
        <div className="lg:col-span-2">
          <RawAnswer raw={raw} rawRequestId={rawRequestId} />
        </div>
      </div>
    </DetachDialogs>
  );
}

/** Why it cannot be detached, or what to know before; nothing where there is nothing to say. */
function DetachAdvice({ row }: { row: NetworkInterfaceRow }) {
  const t = useTexts();
  const { blockers, warnings } = row.detach;
  if (blockers.length > 0) {
    return (
      <Card title={t("eni.whyNot")} className="lg:col-span-2">
        <BlockerList blockers={blockers} />
      </Card>
    );
  }
  if (warnings.length === 0) return null;
  return (
    <div className="lg:col-span-2">
      <Alert tone="warning" title={t("eni.warningsTitle")}>
        <ul className="list-disc space-y-1 pl-4">
          {warnings.map(({ kind, message }) => (
            <li key={`${kind} ${message}`}>
              <bdi>{message}</bdi>
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}

function CliCommand({ row }: { row: NetworkInterfaceRow }) {
  const t = useTexts();
  if (row.instanceId === null || row.detach.blockers.length > 0) return null;
  const command = aliyunCommand({ ...row, action: "detach", instanceId: row.instanceId });
  return (
    <Card
      title={t("eni.cliTitle")}
      className="lg:col-span-2"
      actions={<CopyButton value={command} label={t("eni.copyCli")} />}
    >
      <code className="block break-all font-mono text-ink text-xs">{command}</code>
      <p className="mt-2 text-ink-faint text-xs">{t("eni.cliHint")}</p>
    </Card>
  );
}
