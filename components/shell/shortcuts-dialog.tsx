"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { KeyHint } from "#components/ui/key-hint.tsx";
import { VisuallyHidden } from "#components/ui/visually-hidden.tsx";

const SHORTCUTS = [
  { keys: "Mod+K", spoken: "Ctrl/⌘ K", text: "shell.shortcuts.palette" },
  { keys: "/", spoken: "/", text: "shell.shortcuts.search" },
  { keys: "?", spoken: "?", text: "shell.shortcuts.list" },
  { keys: "↑+↓", spoken: "↑ ↓", text: "shell.shortcuts.rows" },
  { keys: "PgUp+PgDn", spoken: "Page Up, Page Down", text: "shell.shortcuts.pages" },
  { keys: "Home+End", spoken: "Home, End", text: "shell.shortcuts.ends" },
  { keys: "Enter", spoken: "Enter", text: "shell.shortcuts.openRow" },
  { keys: "Space", spoken: "Space", text: "shell.shortcuts.panel" },
  { keys: "Esc", spoken: "Esc", text: "shell.shortcuts.close" },
] as const;

export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTexts();
  return (
    <Dialog {...props} title={t("shell.shortcuts")} size="sm" dismissOnBackdrop>
      <dl className="divide-y divide-line text-sm">
        {SHORTCUTS.map(({ keys, spoken, text }) => (
          <div key={keys} className="flex items-center justify-between gap-4 py-2">
            <dt className="text-ink">{t(text)}</dt>
            <dd>
              <KeyHint keys={keys} />
              <VisuallyHidden>{spoken}</VisuallyHidden>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
