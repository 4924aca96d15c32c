"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { actOnPerson, type PersonAction } from "#lib/client/people.ts";

interface PersonActionDialogProps {
  name: string;
  action: PersonAction;
  onClose: () => void;
  onPassword: (made: { name: string; password: string }) => void;
}

/** Says what will happen to a person before it does. */
export function PersonActionDialog({ name, action, onClose, onPassword }: PersonActionDialogProps) {
  const t = useTexts();
  const client = useQueryClient();
  const act = useMutation({ mutationFn: actOnPerson, retry: false });
  function go() {
    act.mutate(
      { name, action },
      {
        onSuccess: ({ password }) => {
          void client.invalidateQueries({ queryKey: ["users"] });
          showToast({ id: "people", tone: "success", title: t(`people.action.${action}.done`, { name }) });
          if (password !== undefined) onPassword({ name, password });
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${t(`people.action.${action}.of`, { name })}?`}
      description={t(`people.action.${action}.body`)}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t("people.cancel")}</Button>
          <Button variant={action === "enable" ? "primary" : "danger"} pending={act.isPending} onClick={go}>
            {t(`people.action.${action}.of`, { name })}
          </Button>
        </>
      }
    >
      {act.isError ? <FailureAlert failure={act.error} /> : null}
    </Dialog>
  );
}
