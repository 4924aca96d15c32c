"use client";

import { instanceLook } from "#components/instance/instance-look.ts";
import type { TextKey } from "#components/list/list-column.ts";
import { NameText } from "#components/list/name-text.tsx";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import { DIALOG_TEXTS } from "#components/network-interface/dialog-texts.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { CircleDashed, CircleHelp, TriangleAlert } from "#components/ui/icons.tsx";
import { CircleMinus, CircleSlash } from "#components/ui/more-icons.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import type { Preflight } from "#lib/contract/requests.ts";

/** What people mix up, before anything else: which instance, whose account, which region, which environment. */
export function InstanceLead({ target, preflight }: { target: AskTarget; preflight: Preflight | undefined }) {
  const t = useTexts();
  const instance = preflight?.instance;
  const name = instance?.name || target.instanceName || target.instanceId;
  const lead = t(DIALOG_TEXTS[target.action].lead);
  return (
    <section aria-label={lead} className="rounded-lg border border-line bg-sunken p-3.5">
      <p className="text-ink-faint text-xs">{lead}</p>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong className="min-w-0 max-w-full font-semibold text-ink text-lg">
          <NameText text={name} />
        </strong>
        {instance ? <StatusBadge look={instanceLook(instance.status)} status={instance.status} /> : null}
        {preflight ? <Environment environment={instance?.environment ?? null} /> : null}
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
        <Fact term={t("detach.instanceId")} value={target.instanceId} mono />
        <Fact term={t("detach.account")} value={`${target.accountName} (${target.accountId})`} />
        <Fact term={t("detach.region")} value={target.regionId} />
      </dl>
    </section>
  );
}

function Environment({ environment }: { environment: string | null }) {
  const t = useTexts();
  if (!environment) return <span className="text-ink-faint text-xs">{t("detach.noEnvironment")}</span>;
  const production = /prod|生产/i.test(environment);
  return (
    <Badge tone={production ? "danger" : "neutral"}>
      <span className="sr-only">{t("detach.environment")}: </span>
      <bdi className="max-w-48 truncate">{environment}</bdi>
    </Badge>
  );
}

function Fact({ term, value, mono = false }: { term: string; value: string; mono?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-faint text-xs">{term}</dt>
      <dd className={mono ? "break-all font-mono text-xs leading-5" : "min-w-0"}>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

const ADDRESS_KINDS: Record<Preflight["networkInterface"]["addresses"][number]["kind"], TextKey> = {
  private: "eni.kindPrivate",
  public: "eni.kindPublic",
  ipv6: "eni.kindIpv6",
  prefix: "eni.kindPrefix",
};

interface PreflightAddressesProps {
  preflight: Preflight;
  /** What becomes of them; depends on `count`. */
  title: TextKey;
}

/** Every address that goes or comes with the ENI. */
export function PreflightAddresses({ preflight, title }: PreflightAddressesProps) {
  const t = useTexts();
  const { addresses, primaryPrivateIp } = preflight.networkInterface;
  const shown =
    addresses.length > 0
      ? addresses
      : [{ address: primaryPrivateIp, kind: "private" as const, primary: true }];
  return (
    <section aria-label={t(title, { count: shown.length })}>
      <h3 className="font-medium text-ink text-sm">{t(title, { count: shown.length })}</h3>
      <ul className="mt-1.5 flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
        {shown.map(({ address, kind, primary }) => (
          <li
            key={`${kind} ${address}`}
            className="inline-flex items-center gap-1.5 rounded-md border border-line-strong px-2 py-1 text-sm"
          >
            <span className="break-all font-mono text-ink text-xs">{address}</span>
            <span className="text-2xs text-ink-faint">
              {t(kind === "private" && primary ? "eni.primaryMark" : ADDRESS_KINDS[kind])}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PreflightWarnings({ preflight }: { preflight: Preflight }) {
  const t = useTexts();
  if (preflight.warnings.length === 0) return null;
  return (
    <Alert tone="warning" title={t("detach.warnings")}>
      <ul className="list-disc space-y-1 pl-4">
        {preflight.warnings.map(({ kind, message }) => (
          <li key={`${kind} ${message}`}>
            <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

type DependencyState = Preflight["dependencies"][number]["state"];

const DEPENDENCY_LOOKS: Record<DependencyState, { icon: typeof CircleHelp; look: string; text: TextKey }> = {
  "none-found": { icon: CircleMinus, look: "text-ink-faint", text: "detach.depNoneFound" },
  warning: { icon: TriangleAlert, look: "text-warning-text", text: "detach.depWarning" },
  blocks: { icon: CircleSlash, look: "text-danger-text", text: "detach.depBlocks" },
  "could-not-check": { icon: CircleHelp, look: "text-warning-text", text: "detach.depCouldNotCheck" },
  "not-checked": { icon: CircleDashed, look: "text-ink-faint", text: "detach.depNotChecked" },
};

/** Each kind of dependant with the word for what is known about it; there is no bare "clear". */
export function PreflightDependencies({ preflight }: { preflight: Preflight }) {
  const t = useTexts();
  const { dependencies } = preflight;
  if (dependencies.length === 0) return null;
  const notChecked = dependencies.filter(({ state }) => state === "not-checked").length;
  return (
    <section aria-label={t("detach.depends")}>
      <h3 className="font-medium text-ink text-sm">{t("detach.depends")}</h3>
      {notChecked > 0 ? (
        <p className="mt-0.5 text-ink-muted text-xs">{t("detach.depSummary", { count: notChecked })}</p>
      ) : null}
      <ul className="mt-1.5 divide-y divide-line rounded-lg border border-line">
        {dependencies.map(({ kind, label, state, detail }) => {
          const { icon: Icon, look, text } = DEPENDENCY_LOOKS[state];
          return (
            <li key={kind} className="flex items-start justify-between gap-3 px-3 py-1.5 text-xs">
              <span className="min-w-0 text-ink">
                {label}
                {detail && state !== "not-checked" ? (
                  <bdi className="block text-ink-muted">{detail}</bdi>
                ) : null}
              </span>
              <span className={`inline-flex shrink-0 items-center gap-1 ${look}`}>
                <Icon aria-hidden className="size-3.5" />
                {t(text)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function PreflightLoading() {
  const t = useTexts();
  return (
    <div role="status" className="space-y-2">
      <p className="text-ink-muted text-sm">{t("detach.checking")}</p>
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}
