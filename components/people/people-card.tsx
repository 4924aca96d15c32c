"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { PasswordOnceDialog } from "#components/people/password-once-dialog.tsx";
import { PersonActionDialog } from "#components/people/person-action-dialog.tsx";
import { PersonDialog } from "#components/people/person-dialog.tsx";
import { PersonRow } from "#components/people/person-row.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { Th } from "#components/ui/table-cell.tsx";
import { type PersonAction, peopleQuery } from "#lib/client/people.ts";
import type { User } from "#lib/contract/people.ts";

type Open =
  | { kind: "new" }
  | { kind: "roles"; person: User }
  | { kind: "action"; name: string; action: PersonAction };

/** Everyone who may sign in, with what they may do and where. */
export function PeopleCard({ initial }: { initial: readonly User[] }) {
  const t = useTexts();
  const { data, error, isError, refetch } = useQuery(peopleQuery(initial));
  const [open, setOpen] = useState<Open | null>(null);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const close = () => setOpen(null);
  return (
    <Card
      title={t("people.title")}
      flush
      actions={
        <Button
          size="sm"
          icon={<UserPlus aria-hidden className="size-4" />}
          onClick={() => setOpen({ kind: "new" })}
        >
          {t("people.new")}
        </Button>
      }
    >
      <p className="px-4 py-3 text-ink-muted text-sm">{t("people.lead")}</p>
      {isError ? (
        <div className="px-4 pb-3">
          <FailureAlert failure={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      <Table label={t("people.table")}>
        <TableHead>
          <Th>{t("people.name")}</Th>
          <Th>{t("people.roles")}</Th>
          <Th>{t("people.state")}</Th>
          <Th>{t("people.from")}</Th>
          <Th numeric>{t("people.sessions")}</Th>
          <Th>{t("people.lastSeen")}</Th>
          <Th>{t("people.actions")}</Th>
        </TableHead>
        <TableBody>
          {data.items.map((person) => (
            <PersonRow
              key={person.name}
              person={person}
              onRoles={() => setOpen({ kind: "roles", person })}
              onAction={(action) => setOpen({ kind: "action", name: person.name, action })}
            />
          ))}
        </TableBody>
      </Table>
      {open?.kind === "new" ? <PersonDialog person={null} onClose={close} onPassword={setMade} /> : null}
      {open?.kind === "roles" ? (
        <PersonDialog person={open.person} onClose={close} onPassword={setMade} />
      ) : null}
      {open?.kind === "action" ? (
        <PersonActionDialog name={open.name} action={open.action} onClose={close} onPassword={setMade} />
      ) : null}
      {made ? <PasswordOnceDialog {...made} onClose={() => setMade(null)} /> : null}
    </Card>
  );
}
