"use client";

import { useSyncExternalStore } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import {
  currentToasts,
  dismissToast,
  subscribeToToasts,
  type Toast,
  toastsOnServer,
} from "#components/ui/toast-store.ts";

const ICONS = {
  info: <Info aria-hidden className="text-accent-text" />,
  success: <CircleCheck aria-hidden className="text-success-text" />,
  warning: <TriangleAlert aria-hidden className="text-warning-text" />,
  danger: <CircleAlert aria-hidden className="text-danger-text" />,
  pending: <Spinner className="text-accent-text" />,
};

/** Where toasts appear; once per page, in the shell. Errors interrupt a screen reader, the rest waits its turn. */
export function Toaster() {
  const t = useTexts();
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, toastsOnServer);
  const urgent = toasts.filter(({ tone }) => tone === "danger");
  const calm = toasts.filter(({ tone }) => tone !== "danger");
  return (
    <section
      aria-label={t("shell.notifications")}
      data-print="none"
      className="pointer-events-none fixed inset-x-3 bottom-18 z-40 flex flex-col gap-2 sm:left-auto sm:w-96 md:bottom-3"
    >
      <div role="status" className="flex flex-col gap-2">
        {calm.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
      <div role="alert" className="flex flex-col gap-2">
        {urgent.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useTexts();
  const { id, tone, title, body, requestId, link } = toast;
  return (
    <div className="pointer-events-auto flex animate-rise gap-2.5 rounded-lg bg-raised p-3 text-sm shadow-popup [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
      {ICONS[tone]}
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium text-ink">{title}</p>
        {body ? <p className="mt-0.5 break-words text-ink-muted">{body}</p> : null}
        {requestId ? (
          <p className="mt-1 flex items-center text-ink-muted text-xs">
            {t("problem.requestId")}
            <span className="ml-1.5 truncate font-mono text-ink">{requestId}</span>
            <CopyButton value={requestId} label={t("ui.copy.of", { what: t("problem.requestId") })} />
          </p>
        ) : null}
        {link ? (
          <PageLink
            href={link.href}
            className="mt-1 inline-block font-medium text-accent-text underline-offset-2 hover:underline"
          >
            {link.label}
          </PageLink>
        ) : null}
      </div>
      <IconButton label={t("ui.dismiss")} className="-mt-1 -mr-1" onClick={() => dismissToast(id)}>
        <X />
      </IconButton>
    </div>
  );
}
