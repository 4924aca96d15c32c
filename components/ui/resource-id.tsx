"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";

interface ResourceIdProps {
  id: string;
  /** The copy button's whole name; "Copy {id}" when left out. */
  copyLabel?: string | undefined;
  href?: string | undefined;
}

/** An id in monospace with its copy button, which shows on hover and focus where there is a pointer. */
export function ResourceId({ id, copyLabel, href }: ResourceIdProps) {
  const t = useTexts();
  return (
    <span className="group/id inline-flex max-w-full items-center gap-0.5 align-middle">
      {href ? (
        <PageLink
          href={href}
          className="truncate rounded-sm font-mono text-accent-text text-xs hover:underline"
        >
          {id}
        </PageLink>
      ) : (
        <span className="truncate font-mono text-ink-muted text-xs">{id}</span>
      )}
      <span className="opacity-100 transition-opacity focus-within:opacity-100 group-hover/id:opacity-100 pointer-fine:opacity-0">
        <CopyButton value={id} label={copyLabel ?? t("ui.copy.of", { what: id })} />
      </span>
    </span>
  );
}
