"use client";

import { Unplug } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { DetachFailure } from "#components/network-interface/detach-failure.tsx";
import { DetachFields } from "#components/network-interface/detach-fields.tsx";
import type { DetachTarget } from "#components/network-interface/detach-target.ts";
import { DifferenceAlert } from "#components/network-interface/difference-alert.tsx";
import { PreflightAge } from "#components/network-interface/preflight-age.tsx";
import {
  DetachLead,
  DisappearingAddresses,
  PreflightDependencies,
  PreflightLoading,
  PreflightWarnings,
} from "#components/network-interface/preflight-facts.tsx";
import { useDetachDialog } from "#components/network-interface/use-detach-dialog.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

interface DetachDialogProps {
  target: DetachTarget;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before a detach, or before sending one again: what it is, what goes with it, why, and only then the button. */
export function DetachDialog({ open, ...rest }: DetachDialogProps) {
  // Mounted per opening: a new opening is a new decision, with its own key and an empty form.
  return open ? <OpenDetachDialog {...rest} /> : null;
}

function OpenDetachDialog({ target, onOpenChange }: Omit<DetachDialogProps, "open">) {
  const t = useTexts();
  const formId = useId();
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const confirmationRef = useRef<HTMLInputElement>(null);
  const dialog = useDetachDialog({ target, onDone: () => onOpenChange(false), reasonRef, confirmationRef });
  const { current, preflight, failure, lookAgain, refusedHref, leaveFor } = dialog;
  const again = target.send.kind === "send-again" || target.send.again;
  const { networkInterfaceId } = target;
  const blocked = current?.tier === "blocked";

  const changed = failure?.problem?.type === "changed" || failure?.problem?.type === "confirmation-needed";
  const actions = useRef({ lookAgain, leaveFor });
  useEffect(() => {
    actions.current = { lookAgain, leaveFor };
  });
  useEffect(() => {
    if (refusedHref) actions.current.leaveFor(refusedHref);
    else if (changed) void actions.current.lookAgain();
  }, [refusedHref, changed]);

  const address = current?.tier === "typed-address" ? current.networkInterface.primaryPrivateIp : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    void dialog.submit();
  }
  function holdEnter(event: KeyboardEvent) {
    // In the typed tier only the button sends; elsewhere Enter in a line of text may.
    if (event.key === "Enter" && address !== null && event.target instanceof HTMLInputElement)
      event.preventDefault();
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      size="md"
      title={t(again ? "detach.titleAgain" : "detach.title", { networkInterfaceId })}
      initialFocus={reasonRef}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t(blocked ? "detach.close" : "detach.cancel")}</Button>
          {blocked ? null : (
            <Button
              variant="danger"
              type="submit"
              form={formId}
              pending={dialog.pending}
              disabledReason={current ? undefined : t("detach.checking")}
              icon={<Unplug aria-hidden className="size-4" />}
            >
              {dialog.undecided
                ? t("detach.tryAgain")
                : t(again ? "detach.actionAgain" : "detach.action", { networkInterfaceId })}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        <DetachLead target={target} preflight={current} />
        {failure && !refusedHref && !changed ? <DetachFailure failure={failure} target={target} /> : null}
        {dialog.difference ? <DifferenceAlert difference={dialog.difference} /> : null}
        {preflight.isError ? (
          <FailureAlert
            failure={preflight.error}
            onRetry={() => {
              void preflight.refetch();
            }}
          />
        ) : null}
        {current ? (
          <>
            <DisappearingAddresses preflight={current} />
            {blocked ? (
              <>
                <Alert tone="danger" title={t("detach.blockedNow")} />
                <BlockerList blockers={current.blockers} />
              </>
            ) : null}
            <PreflightWarnings preflight={current} />
          </>
        ) : preflight.isError ? null : (
          <PreflightLoading />
        )}
        {blocked ? null : (
          <form id={formId} noValidate onSubmit={submit} onKeyDown={holdEnter}>
            <DetachFields
              words={dialog.words}
              onWordsChange={dialog.setWords}
              address={address}
              withTicket={target.send.kind === "ask"}
              problems={dialog.problems}
              locked={dialog.undecided || dialog.pending}
              reasonRef={reasonRef}
              confirmationRef={confirmationRef}
            />
          </form>
        )}
        {current ? <PreflightDependencies preflight={current} /> : null}
        {current ? (
          <PreflightAge
            checkedAtMs={preflight.dataUpdatedAt}
            refreshesUntilMs={preflight.refreshesUntilMs}
            onCheck={() => {
              void preflight.refetch();
            }}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
