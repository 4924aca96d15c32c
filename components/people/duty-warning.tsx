"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { WarningView } from "#lib/contract/problem.ts";

interface DutyWarningProps {
  warnings: readonly WarningView[];
  accepted: boolean;
  onAccept: (accepted: boolean) => void;
}

/** Duties that should watch each other would come together: said before, and only on purpose. */
export function DutyWarning({ warnings, accepted, onAccept }: DutyWarningProps) {
  const t = useTexts();
  return (
    <Alert tone="warning" role="alert" title={t("people.duties")}>
      <div className="space-y-2">
        {warnings.map(({ kind, message }) => (
          <p key={kind}>{message}</p>
        ))}
        <Checkbox
          label={t("people.duties.accept")}
          checked={accepted}
          onChange={({ target }) => onAccept(target.checked)}
        />
      </div>
    </Alert>
  );
}
