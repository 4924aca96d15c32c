"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { NameText } from "#components/list/name-text.tsx";
import { useHydrated } from "#components/list/use-hydrated.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ViewChange } from "#lib/client/saved-views.ts";
import { LONGEST_VIEW_NAME, type SavedView } from "#lib/contract/saved-views.ts";

interface SavedViewLineProps {
  view: SavedView;
  /** What the page shows now is this view. */
  isShown: boolean;
  onChange: (change: ViewChange, done?: () => void) => void;
}

/** One saved view: a link, because a view is an address and nothing else. */
export function SavedViewLine({ view, isShown, onChange }: SavedViewLineProps) {
  const t = useTexts();
  const hydrated = useHydrated();
  const [renaming, setRenaming] = useState<string | null>(null);
  const { id, name } = view;
  const href = `/${view.list}${view.query === "" ? "" : `?${view.query}`}`;
  if (renaming !== null) {
    return (
      <li className="py-1">
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (renaming.trim() !== "") {
              onChange({ kind: "rename", id, name: renaming.trim() }, () => setRenaming(null));
            }
          }}
        >
          <TextInput
            autoFocus
            aria-label={t("views.newName", { name })}
            value={renaming}
            maxLength={LONGEST_VIEW_NAME}
            onChange={(event) => setRenaming(event.target.value)}
          />
          <Button type="submit">{t("views.rename")}</Button>
        </form>
      </li>
    );
  }
  return (
    <li className="flex items-center gap-1">
      <PageLink
        href={href}
        aria-current={isShown ? "page" : undefined}
        className={classNames(
          "min-w-0 flex-1 rounded-md px-2 py-1.5 text-sm hover:bg-hover",
          isShown && "font-medium text-accent-text",
        )}
      >
        <NameText text={name} />
      </PageLink>
      <CopyButton
        value={hydrated ? `${window.location.origin}${href}` : href}
        label={t("views.copy", { name })}
      />
      <IconButton label={t("views.renameThis", { name })} onClick={() => setRenaming(name)}>
        <Pencil />
      </IconButton>
      <IconButton label={t("views.delete", { name })} onClick={() => onChange({ kind: "delete", id })}>
        <Trash2 />
      </IconButton>
    </li>
  );
}
