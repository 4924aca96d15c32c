"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { keyRing } from "#lib/client/idempotency-key.ts";
import { useStopFollowing } from "#lib/client/request-mutations.ts";
import { reasonSchema } from "#lib/contract/requests.ts";

interface StopFollowingDialogProps {
  id: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function StopFollowingDialog({ open, ...rest }: StopFollowingDialogProps) {
  return open ? <OpenStopFollowingDialog {...rest} /> : null;
}

/** Ends the following of a request for a reason; ECS is not called. */
function OpenStopFollowingDialog({ id, onOpenChange }: Omit<StopFollowingDialogProps, "open">) {
  const t = useTexts();
  const formId = useId();
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [keys] = useState(() => keyRing());
  const [reason, setReason] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const stop = useStopFollowing(id);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (stop.isPending) return;
    const written = reasonSchema.safeParse(reason);
    setTooShort(!written.success);
    if (!written.success) {
      reasonRef.current?.focus();
      return;
    }
    const body = { reason: written.data };
    stop.mutate(
      { body, idempotencyKey: keys.keyFor(body, stop.isError) },
      { onSuccess: () => onOpenChange(false) },
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      size="sm"
      title={t("request.stopFollowingTitle")}
      description={t("request.stopFollowingHint")}
      initialFocus={reasonRef}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("detach.cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" pending={stop.isPending}>
            {t("request.stopFollowing")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-3">
        {stop.isError ? <FailureAlert failure={stop.error} /> : null}
        <Field
          label={t("detach.reason")}
          hint={t("detach.reasonHint")}
          error={tooShort ? t("detach.reasonShort") : undefined}
        >
          <Textarea
            ref={reasonRef}
            rows={2}
            maxLength={1000}
            aria-required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
