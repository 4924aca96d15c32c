"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

interface PasswordOnceDialogProps {
  name: string;
  password: string;
  onClose: () => void;
}

/** A password that was just made. Once this is closed nobody can show it again. */
export function PasswordOnceDialog({ name, password, onClose }: PasswordOnceDialogProps) {
  const t = useTexts();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("people.password.title", { name })}
      description={t("people.password.once")}
      size="sm"
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("people.password.close")}
        </Button>
      }
    >
      <p className="flex items-center gap-2 rounded-md border border-line bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 break-all font-mono text-ink text-sm">{password}</code>
        <CopyButton value={password} label={t("people.password.copy")} />
      </p>
    </Dialog>
  );
}
