"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { orderSending } from "#lib/client/settings-mutations.ts";
import { reasonSchema } from "#lib/contract/requests.ts";

/** Turns the switch the other way, for a reason that everyone will read. */
export function SendingForm({ enabled }: { enabled: boolean }) {
  const t = useTexts();
  const router = useRouter();
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const order = useMutation({ mutationFn: orderSending, retry: false });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (order.isPending) return;
    const written = reasonSchema.safeParse(reason);
    setTooShort(!written.success);
    if (!written.success) {
      reasonRef.current?.focus();
      return;
    }
    order.mutate(
      { enabled: !enabled, reason: written.data },
      {
        onSuccess: (sending) => {
          setReason("");
          const title = t(sending.enabled ? "settings.sending.nowAllowed" : "settings.sending.nowStopped");
          showToast({ id: "sending", tone: "success", title });
          router.refresh();
        },
      },
    );
  }
  return (
    <form noValidate onSubmit={submit} className="space-y-3">
      {order.isError ? <FailureAlert failure={order.error} /> : null}
      <Field
        label={t("detach.reason")}
        hint={t("settings.sending.reasonHint")}
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
      <Button type="submit" variant={enabled ? "danger" : "primary"} pending={order.isPending}>
        {t(enabled ? "settings.sending.stop" : "settings.sending.allow")}
      </Button>
    </form>
  );
}
