"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { PaletteGroup, PaletteItem } from "#components/palette/palette-item.ts";
import { PaletteRow } from "#components/palette/palette-row.tsx";
import { usePaletteSearch } from "#components/palette/use-palette-search.ts";
import { useMe, useTexts } from "#components/preferences/preferences-provider.tsx";
import { pagesFor } from "#components/shell/pages.ts";
import { Search } from "#components/ui/icons.tsx";
import { KeyHint } from "#components/ui/key-hint.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { useModal } from "#components/ui/use-modal.ts";

/** Jumps to a page, or by any id, IP address or name to what it belongs to. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const dialog = useModal(input);
  const [query, setQuery] = useState("");
  const { found, searching } = usePaletteSearch(query);
  const groups = useGroups(query, found);

  function go(item: PaletteItem) {
    onClose();
    router.push(item.href);
  }
  return (
    <dialog
      ref={dialog}
      aria-label={t("palette.title")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className="fixed mx-auto mt-2 mb-auto w-[calc(100%-1rem)] max-w-2xl animate-rise overflow-hidden rounded-xl bg-raised text-ink shadow-dialog sm:mt-[12dvh]"
    >
      <Autocomplete.Root
        open
        inline
        mode="none"
        items={groups}
        value={query}
        onValueChange={setQuery}
        itemToStringValue={(item: PaletteItem) => item.label}
        autoHighlight="always"
        keepHighlight
      >
        <div className="flex h-12 items-center gap-2.5 border-line border-b px-4">
          {searching ? (
            <Spinner className="size-4 text-ink-faint" />
          ) : (
            <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
          )}
          <Autocomplete.Input
            ref={input}
            aria-label={t("palette.title")}
            placeholder={t("palette.placeholder")}
            autoComplete="off"
            spellCheck={false}
            className="h-full min-w-0 flex-1 bg-transparent text-[0.9375rem] outline-none placeholder:text-ink-faint pointer-coarse:text-[1rem]"
          />
        </div>
        <Autocomplete.Status className="sr-only">
          {searching ? t("palette.searching") : ""}
        </Autocomplete.Status>
        <div className="max-h-[min(24rem,60dvh)] overflow-y-auto overscroll-contain p-1.5">
          {groups.length === 0 && !searching ? (
            <p className="px-3 py-8 text-center text-ink-muted text-sm">
              {t("palette.none", { query: query.trim() })}
            </p>
          ) : null}
          <Autocomplete.List>
            {(group: PaletteGroup) => (
              <Autocomplete.Group key={group.value} items={group.items} className="pb-1">
                <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 font-medium text-2xs text-ink-faint">
                  {group.value}
                </Autocomplete.GroupLabel>
                <Autocomplete.Collection>
                  {(item: PaletteItem) => (
                    <Autocomplete.Item
                      key={`${item.kind} ${item.value}`}
                      value={item}
                      onClick={() => go(item)}
                      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-accent-soft"
                    >
                      <PaletteRow item={item} />
                    </Autocomplete.Item>
                  )}
                </Autocomplete.Collection>
              </Autocomplete.Group>
            )}
          </Autocomplete.List>
        </div>
        {found?.partial ? (
          <p className="border-line border-t px-4 py-2 text-warning-text text-xs">{t("palette.partial")}</p>
        ) : null}
        <div
          aria-hidden
          className="flex items-center gap-4 border-line border-t bg-sunken px-4 py-2 text-2xs text-ink-faint pointer-coarse:hidden"
        >
          <Hint keys="↑+↓" label={t("palette.hint.move")} />
          <Hint keys="↵" label={t("palette.hint.open")} />
          <Hint keys="Esc" label={t("palette.hint.close")} />
        </div>
      </Autocomplete.Root>
    </dialog>
  );
}

function Hint({ keys, label }: { keys: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <KeyHint keys={keys} />
      {label}
    </span>
  );
}

function useGroups(query: string, found: ReturnType<typeof usePaletteSearch>["found"]): PaletteGroup[] {
  const t = useTexts();
  const { permissions } = useMe();
  const wanted = query.trim().toLowerCase();
  const pages = pagesFor(permissions)
    .map(({ href, label }): PaletteItem => ({ kind: "page", value: href, label: t(label), detail: "", href }))
    .filter(({ label }) => label.toLowerCase().includes(wanted));
  return [
    { value: t("palette.requests"), items: found?.requests ?? [] },
    { value: t("palette.pages"), items: pages },
    { value: t("palette.networkInterfaces"), items: found?.networkInterfaces ?? [] },
    { value: t("palette.instances"), items: found?.instances ?? [] },
  ].filter(({ items }) => items.length > 0);
}
