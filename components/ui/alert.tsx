import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "#components/ui/icons.tsx";
import { TONE_SURFACE } from "#components/ui/tone.ts";

const ICONS = { info: Info, warning: TriangleAlert, danger: CircleAlert, success: CircleCheck };

interface AlertProps {
  tone: keyof typeof ICONS;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** `alert` interrupts a screen reader: for what just went wrong, not for what was there on arrival. */
  role?: "alert" | "status" | undefined;
}

export function Alert({ tone, title, children, action, role }: AlertProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={role}
      className={classNames("flex gap-2.5 rounded-lg border px-3.5 py-3 text-sm", TONE_SURFACE[tone])}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <div className="break-words font-semibold">{title}</div>
        {children ? <div className="mt-1 min-w-0 break-words text-ink">{children}</div> : null}
      </div>
      {action ? <div className="shrink-0">{action}</div> : null}
    </div>
  );
}
