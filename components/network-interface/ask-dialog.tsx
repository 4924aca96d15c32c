"use client";

import { Plug } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { AskFailure } from "#components/network-interface/ask-failure.tsx";
import { AskFields } from "#components/network-interface/ask-fields.tsx";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import { AttachPlan, NotComingBack } from "#components/network-interface/attach-facts.tsx";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { DIALOG_TEXTS } from "#components/network-interface/dialog-texts.ts";
import { DifferenceAlert } from "#components/network-interface/difference-alert.tsx";
import { PreflightAge } from "#components/network-interface/preflight-age.tsx";
import {
  InstanceLead,
  PreflightAddresses,
  PreflightDependencies,
  PreflightLoading,
  PreflightWarnings,
} from "#components/network-interface/preflight-facts.tsx";
import { StepUpField } from "#components/network-interface/step-up-field.tsx";
import { useAskDialog } from "#components/network-interface/use-ask-dialog.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Unplug } from "#components/ui/icons.tsx";

interface AskDialogProps {
  target: AskTarget;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before anything is sent to ECS: what it is, what goes with it, why, and only then the button. */
export function AskDialog({ open, ...rest }: AskDialogProps) {
  // Mounted per opening: a new opening is a new decision, with its own key and an empty form.
  return open ? <OpenAskDialog {...rest} /> : null;
}

function OpenAskDialog({ target, onOpenChange }: Omit<AskDialogProps, "open">) {
  const t = useTexts();
  const formId = useId();
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const confirmationRef = useRef<HTMLInputElement>(null);
  const dialog = useAskDialog({ target, onDone: () => onOpenChange(false), reasonRef, confirmationRef });
  const { current, preflight, failure, lookAgain, refusedHref, leaveFor } = dialog;
  const { networkInterfaceId, send, action } = target;
  const again = send.kind === "send-again" || (send.kind === "ask" && send.again);
  const texts = DIALOG_TEXTS[action];
  const Icon = action === "detach" ? Unplug : Plug;
  const blocked = current?.tier === "blocked";

  const changed = failure?.problem?.type === "changed" || failure?.problem?.type === "confirmation-needed";
  // Ten minutes went by while the dialog was open: a new pre-flight says how to prove it.
  const unproved = failure?.problem?.type === "step-up-needed";
  const { refetch } = preflight;
  const actions = useRef({ lookAgain, leaveFor, refetch });
  useEffect(() => {
    actions.current = { lookAgain, leaveFor, refetch };
  });
  useEffect(() => {
    if (refusedHref) actions.current.leaveFor(refusedHref);
    else if (changed) void actions.current.lookAgain();
    else if (unproved) void actions.current.refetch();
  }, [refusedHref, changed, unproved]);

  const ticketHints = {
    ask: t("detach.ticketHint"),
    "attach-back": t("attach.ticketHint"),
    "send-again": null,
  };
  const ticketHint = ticketHints[send.kind];
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
      title={t(again ? texts.titleAgain : texts.title, { networkInterfaceId })}
      initialFocus={reasonRef}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t(blocked ? "detach.close" : "detach.cancel")}</Button>
          {blocked ? null : (
            <Button
              variant={action === "detach" ? "danger" : "primary"}
              type="submit"
              form={formId}
              pending={dialog.pending}
              disabledReason={current ? undefined : t("detach.checking")}
              icon={<Icon aria-hidden className="size-4" />}
            >
              {dialog.undecided
                ? t("detach.tryAgain")
                : t(again ? texts.buttonAgain : texts.button, { networkInterfaceId })}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        <InstanceLead target={target} preflight={current} />
        {send.kind === "send-again" ? (
          <p className="text-ink-muted text-sm">{t("detach.asAttempt", { number: send.attempt + 1 })}</p>
        ) : null}
        {dialog.proof.failure ? <FailureAlert failure={dialog.proof.failure} /> : null}
        {failure && !refusedHref && !changed && !(unproved && current?.stepUp) ? (
          <AskFailure failure={failure} target={target} />
        ) : null}
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
            <PreflightAddresses
              preflight={current}
              title={action === "detach" ? "detach.disappear" : "attach.addresses"}
            />
            {blocked ? (
              <>
                <Alert tone="danger" title={t(texts.blockedNow)} />
                <BlockerList blockers={current.blockers} />
              </>
            ) : null}
            <PreflightWarnings preflight={current} />
            {action === "attach" && !blocked ? <NotComingBack /> : null}
          </>
        ) : preflight.isError ? null : (
          <PreflightLoading />
        )}
        {blocked ? null : (
          <form id={formId} noValidate onSubmit={submit} onKeyDown={holdEnter}>
            <AskFields
              words={dialog.words}
              onWordsChange={dialog.setWords}
              address={address}
              ticketHint={ticketHint}
              problems={dialog.problems}
              locked={dialog.undecided || dialog.pending}
              reasonRef={reasonRef}
              confirmationRef={confirmationRef}
            />
            {current?.stepUp ? (
              <div className="mt-3">
                <StepUpField
                  by={current.stepUp}
                  password={dialog.proof.password}
                  onPassword={dialog.proof.setPassword}
                  problem={dialog.proof.problem}
                  passwordRef={dialog.proof.passwordRef}
                />
              </div>
            ) : null}
          </form>
        )}
        {current && action === "detach" ? <PreflightDependencies preflight={current} /> : null}
        {current && action === "attach" ? <AttachPlan target={target} preflight={current} /> : null}
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
