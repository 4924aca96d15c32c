"use client";

import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "#components/ui/button-style.ts";
import { classNames } from "#components/ui/class-names.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
  /**
   * Why it cannot be used now. The button stays focusable, says the reason as its description and in a tooltip, and
   * `onClick` still fires: the caller opens the reasons instead of acting.
   */
  disabledReason?: string | undefined;
  /** While true nothing is fired, so that one press is one action. */
  pending?: boolean | undefined;
}

export function Button(props: ButtonProps) {
  const { disabledReason } = props;
  const reasonId = useId();
  if (!disabledReason) return <BareButton {...props} />;
  return (
    <Tooltip content={disabledReason} id={reasonId}>
      <BareButton {...props} reasonId={reasonId} />
    </Tooltip>
  );
}

function BareButton({
  variant = "secondary",
  size = "md",
  icon,
  disabledReason,
  pending = false,
  reasonId,
  className,
  children,
  type = "button",
  onClick,
  "aria-describedby": describedBy,
  ...rest
}: ButtonProps & { reasonId?: string }) {
  function press(event: MouseEvent<HTMLButtonElement>) {
    // A refused submit button must not submit its form.
    if (disabledReason || pending) event.preventDefault();
    if (!pending) onClick?.(event);
  }
  return (
    <button
      {...rest}
      type={type}
      className={classNames(buttonStyle(variant, size, Boolean(disabledReason)), className)}
      aria-disabled={disabledReason || pending ? true : undefined}
      aria-busy={pending || undefined}
      aria-describedby={classNames(reasonId, describedBy) || undefined}
      onClick={press}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}
