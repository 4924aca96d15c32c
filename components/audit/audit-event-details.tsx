"use client";

import type { ReactNode } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { requestHref } from "#lib/client/resource-links.ts";
import type { AuditEventView } from "#lib/contract/audit.ts";

/** One event in full: who, why, from where, what ECS said, before and after, and its place in the chain. */
export function AuditEventDetails({ event }: { event: AuditEventView }) {
  const t = useTexts();
  const { actor, from, before, after } = event;
  return (
    <div className="grid gap-x-8 gap-y-4 py-1 text-sm md:grid-cols-2">
      <Facts
        facts={[
          [t("audit.who"), <bdi key="who">{actor.name}</bdi>],
          [t("audit.roles"), actor.roles.join(", ") || t("list.noneWord")],
          [t("audit.issuer"), <bdi key="issuer">{`${actor.issuer} / ${actor.subject}`}</bdi>],
          [t("audit.cloudIdentity"), event.cloudIdentity && <bdi key="cloud">{event.cloudIdentity}</bdi>],
          [t("audit.address"), from?.address],
          [t("audit.userAgent"), from && <bdi key="agent">{from.userAgent.slice(0, 300)}</bdi>],
          [t("audit.reason"), event.reason && <bdi key="why">{event.reason}</bdi>],
          [t("audit.ticket"), event.ticket && <bdi key="ticket">{event.ticket}</bdi>],
        ]}
      />
      <Facts
        facts={[
          [t("audit.request"), event.request && <RequestLink key="request" id={event.request} />],
          [t("audit.attempt"), event.attempt],
          [t("audit.code"), event.code && <span className="break-all font-mono text-xs">{event.code}</span>],
          [t("audit.message"), event.message && <bdi key="message">{event.message}</bdi>],
          [t("audit.correlationId"), <Hash key="correlation" text={event.correlationId} />],
          [t("audit.hash"), <Hash key="hash" text={event.hash} />],
          [t("audit.prevHash"), <Hash key="previous" text={event.prevHash} />],
        ]}
      />
      {before || after ? (
        <div className="grid gap-3 sm:grid-cols-2 md:col-span-2">
          <Snapshot title={t("audit.before")} facts={before} />
          <Snapshot title={t("audit.after")} facts={after} />
        </div>
      ) : null}
    </div>
  );
}

function Facts({ facts }: { facts: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] content-start gap-x-4 gap-y-1">
      {facts
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([term, value]) => (
          <div key={term} className="contents">
            <dt className="text-ink-faint text-xs leading-5">{term}</dt>
            <dd className="min-w-0 whitespace-pre-wrap break-words text-ink">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function RequestLink({ id }: { id: string }) {
  return (
    <PageLink href={requestHref(id)} className="break-all font-mono text-accent-text text-xs hover:underline">
      {id}
    </PageLink>
  );
}

function Hash({ text }: { text: string }) {
  return <span className="break-all font-mono text-ink-muted text-xs">{text}</span>;
}

function Snapshot({ title, facts }: { title: string; facts: AuditEventView["before"] }) {
  const t = useTexts();
  return (
    <section className="min-w-0 rounded-md border border-line bg-surface p-2.5">
      <h2 className="text-ink-faint text-xs">{title}</h2>
      {facts ? (
        <pre className="mt-1 whitespace-pre-wrap break-all font-mono text-ink text-xs">
          <bdi>{JSON.stringify(facts, null, 2)}</bdi>
        </pre>
      ) : (
        <p className="mt-1 text-ink-muted text-xs">{t("list.noneWord")}</p>
      )}
    </section>
  );
}

export function AuditTarget({ target }: { target: AuditEventView["target"] }) {
  const t = useTexts();
  const id = target?.networkInterfaceId ?? target?.instanceId;
  if (!target || !id) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <span className="block min-w-0 max-sm:text-right">
      <ResourceId id={id} />
      <span className="block text-2xs text-ink-faint">
        {target.regionId} · {target.accountId}
      </span>
    </span>
  );
}
