"use client";

import type { ReactNode } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import type { AuditPage, SignedHead } from "#lib/contract/audit.ts";

interface ChainHeadProps {
  head: AuditPage["head"];
  published: SignedHead | null;
  held: AuditPage["held"];
}

/** Where the log ends, which end of it was signed and left the database, and from where on it is held here. */
export function ChainHead({ head, published, held }: ChainHeadProps) {
  const t = useTexts();
  return (
    <dl className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-x-3 gap-y-1 text-xs sm:items-center sm:grid-cols-[max-content_minmax(0,1fr)]">
      <Fact term={t("audit.head")} hint={t("audit.headHint")}>
        <span>{t("audit.headSeq", { seq: head.seq })}</span>
        <span className="min-w-0 break-all font-mono text-ink">{head.hash}</span>
        <CopyButton value={head.hash} label={t("ui.copy.of", { what: t("audit.hash") })} />
      </Fact>
      <Fact term={t("audit.publishedHead")} hint={t("audit.publishedHeadHint")}>
        {published ? <Published head={published} /> : t("audit.publishedHeadNone")}
      </Fact>
      {held.sealed ? (
        <Fact term={t("audit.held")}>
          <span className="break-words">
            {t("audit.heldFrom", { seq: held.fromSeq, archive: held.sealed.archive })}
          </span>
        </Fact>
      ) : null}
    </dl>
  );
}

function Published({ head }: { head: SignedHead }) {
  const t = useTexts();
  return (
    <>
      <span>{t("audit.headSeq", { seq: head.seq })}</span>
      <ExactTime iso={head.at} />
      {head.keyId ? (
        <span>
          {t("audit.key")} <span className="font-mono text-ink">{head.keyId}</span>
        </span>
      ) : (
        <strong className="font-semibold text-ink">{t("audit.unsigned")}</strong>
      )}
    </>
  );
}

function Fact({ term, hint, children }: { term: string; hint?: string; children: ReactNode }) {
  return (
    <div className="contents" title={hint}>
      <dt className="text-ink-muted">{term}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-ink-muted">{children}</dd>
    </div>
  );
}
