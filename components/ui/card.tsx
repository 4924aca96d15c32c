import { type ReactNode, useId } from "react";
import { classNames } from "#components/ui/class-names.ts";

interface CardProps {
  /** An h2; the card becomes a section of that name. */
  title?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
  /** For tables and lists that reach the card's edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

export function Card({ title, meta, actions, flush = false, className, children }: CardProps) {
  const titleId = useId();
  const frame = classNames(
    "min-w-0 rounded-lg border border-line bg-surface",
    flush && "overflow-clip",
    className,
  );
  const body = <div className={flush ? undefined : "p-4"}>{children}</div>;
  if (!title) return <div className={frame}>{body}</div>;
  return (
    <section aria-labelledby={titleId} className={frame}>
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
        <h2 id={titleId} className="font-semibold text-base text-ink">
          {title}
        </h2>
        {meta ? <div className="text-ink-faint text-xs">{meta}</div> : null}
        {actions ? <div className="ml-auto flex items-center gap-2">{actions}</div> : null}
      </header>
      {body}
    </section>
  );
}
