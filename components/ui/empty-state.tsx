import type { ReactNode } from "react";

interface EmptyStateProps {
  title: ReactNode;
  body: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}

/** Says why there is nothing and what to do: nothing exists, nothing matches, no right, not configured are four texts. */
export function EmptyState({ title, body, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      {icon ? (
        <div className="mb-4 flex size-10 items-center justify-center rounded-lg border border-line bg-sunken text-ink-faint [&_svg]:size-5">
          {icon}
        </div>
      ) : null}
      <div className="font-semibold text-base text-ink">{title}</div>
      <div className="mt-1 max-w-md text-balance text-ink-muted text-sm">{body}</div>
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
