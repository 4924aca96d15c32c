"use client";

import { type ReactNode, useId } from "react";
import { DialogClose } from "#components/ui/dialog-close.tsx";
import { useModal } from "#components/ui/use-modal.ts";

interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  /** Beside the title, such as a link to the full page. */
  actions?: ReactNode;
}

/** A panel from the side for a quick look without leaving the list; a press beside it closes it. */
export function Drawer({ open, ...rest }: DrawerProps) {
  return open ? <OpenDrawer {...rest} /> : null;
}

function OpenDrawer({ onOpenChange, title, children, actions }: Omit<DrawerProps, "open">) {
  const titleId = useId();
  const dialog = useModal(undefined);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onOpenChange(false);
      }}
      onClose={() => {
        if (!dialog.current?.open) onOpenChange(false);
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onOpenChange(false);
      }}
      className="fixed my-0 mr-0 ml-auto h-dvh max-h-none w-full max-w-full animate-slide-in bg-raised text-ink shadow-dialog sm:max-w-lg"
    >
      <div className="flex h-full flex-col">
        <div className="flex min-h-14 items-center gap-3 border-line border-b py-2 pr-14 pl-5">
          <h2 id={titleId} className="min-w-0 flex-1 truncate font-semibold text-ink text-lg">
            {title}
          </h2>
          {actions}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5">{children}</div>
        <DialogClose className="top-3.5" onClose={() => onOpenChange(false)} />
      </div>
    </dialog>
  );
}
