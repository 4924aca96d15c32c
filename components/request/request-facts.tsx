"use client";

import { NameText } from "#components/list/name-text.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { RelatedRequest, UndoingRequests } from "#components/request/related-requests.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { instanceHref, networkInterfaceHref } from "#lib/client/resource-links.ts";
import type { RequestDetail } from "#lib/contract/requests.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

/** What this request undoes, and what undoes it. */
function relations({ originRequestId, attachedBackBy }: RequestDetail, t: UiTranslate) {
  return [
    ...(originRequestId === null
      ? []
      : [{ term: t("request.undoes"), value: <RelatedRequest id={originRequestId} />, wide: true }]),
    ...(attachedBackBy.length === 0
      ? []
      : [
          {
            term: t("request.attachedBackBy"),
            value: <UndoingRequests requests={attachedBackBy} />,
            wide: true,
          },
        ]),
  ];
}

/** What was asked, by whom and why. */
export function RequestFacts({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const items = [
    {
      term: t("request.action"),
      value: t(request.action === "detach" ? "request.actionDetach" : "request.actionAttach"),
    },
    ...relations(request, t),
    {
      term: t("request.eni"),
      value: <ResourceId id={request.networkInterfaceId} href={networkInterfaceHref(request)} />,
    },
    {
      term: t("request.instance"),
      value: (
        <span className="block min-w-0">
          <PageLink
            href={instanceHref(request)}
            className="block min-w-0 rounded-sm text-accent-text hover:underline"
          >
            <NameText text={request.instanceName || request.instanceId} />
          </PageLink>
          <span className="font-mono text-2xs text-ink-faint">{request.instanceId}</span>
        </span>
      ),
    },
    {
      term: t("request.privateIp"),
      value: request.primaryPrivateIp ? <ResourceId id={request.primaryPrivateIp} /> : t("list.none"),
    },
    { term: t("request.account"), value: <bdi>{`${request.accountName} (${request.accountId})`}</bdi> },
    { term: t("request.region"), value: request.regionId },
    { term: t("request.who"), value: <NameText text={request.askedBy} /> },
    {
      term: t("request.askedAt"),
      value: (
        <>
          <ExactTime iso={request.askedAt} />{" "}
          <span className="text-ink-faint text-xs">
            <RelativeTime iso={request.askedAt} />
          </span>
        </>
      ),
    },
    {
      term: t("request.ticket"),
      value: request.ticket ? (
        <NameText text={request.ticket} />
      ) : (
        <span className="text-ink-faint">{t("request.noTicket")}</span>
      ),
    },
    {
      term: t("request.why"),
      value: (
        <p className="whitespace-pre-wrap">
          <bdi>{request.reason}</bdi>
        </p>
      ),
      wide: true,
    },
    { term: t("request.fullId"), value: <ResourceId id={request.id} />, wide: true },
  ];
  return <DescriptionList items={items} />;
}
