"use client";

import { type ReactNode, type RefObject, useId } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { DialogClose } from "#components/ui/dialog-close.tsx";
import { useModal } from "#components/ui/use-modal.ts";

const SIZES = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl" };

interface DialogProps {
  open: boolean;
  /** Called with false by Escape and the close button. */
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  size?: keyof typeof SIZES;
  children: ReactNode;
  /** Buttons, the safest first; they stay in sight while the body scrolls. */
  footer?: ReactNode;
  /** Where typing starts. Without it the browser takes the first control. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** A press beside the dialog closes it. Off by default: a form's text must not be lost by a slip. */
  dismissOnBackdrop?: boolean;
}

/** A question over the page. Its children exist only while it is open, so a form starts empty each time. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({
  onOpenChange,
  title,
  description,
  size = "md",
  children,
  footer,
  initialFocus,
  dismissOnBackdrop = false,
}: Omit<DialogProps, "open">) {
  const id = useId();
  const dialog = useModal(initialFocus);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}title`}
      aria-describedby={description ? `${id}description` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onOpenChange(false);
      }}
      onClose={() => {
        if (!dialog.current?.open) onOpenChange(false);
      }}
      onMouseDown={(event) => {
        if (dismissOnBackdrop && event.target === event.currentTarget) onOpenChange(false);
      }}
      className={classNames(
        "fixed mx-auto mt-auto mb-0 max-h-[92dvh] w-full max-w-full animate-rise overflow-hidden rounded-t-xl bg-raised text-ink shadow-dialog sm:mt-[10dvh] sm:mb-auto sm:max-h-[82dvh] sm:w-[calc(100%-2rem)] sm:rounded-xl",
        SIZES[size],
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        <div className="px-5 pt-4 pr-14 pb-3">
          <div className="min-w-0 flex-1">
            <h2 id={`${id}title`} className="break-words font-semibold text-ink text-lg">
              {title}
            </h2>
            {description ? (
              <div id={`${id}description`} className="mt-0.5 text-ink-muted text-sm">
                {description}
              </div>
            ) : null}
          </div>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">{children}</div>
        {footer ? (
          <div className="flex flex-wrap justify-end gap-2 border-line border-t bg-sunken px-5 py-3">
            {footer}
          </div>
        ) : null}
        <DialogClose className="top-3.5" onClose={() => onOpenChange(false)} />
      </div>
    </dialog>
  );
}
