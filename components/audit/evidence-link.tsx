"use client";

import { FileCheck } from "lucide-react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";

/** Everything about one request as a file that verifies without ENI Desk. A plain link: the browser saves it. */
export function EvidenceLink({ requestId }: { requestId: string }) {
  const t = useTexts();
  return (
    <a
      href={`/api/requests/${encodeURIComponent(requestId)}/evidence`}
      download
      title={t("audit.evidenceHint")}
      className={buttonStyle("secondary", "sm")}
    >
      <FileCheck aria-hidden className="size-4" />
      {t("audit.evidence")}
    </a>
  );
}
