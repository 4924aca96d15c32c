"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PasswordForm } from "#components/account/password-form.tsx";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { accountQuery, endOwnSessions } from "#lib/client/account.ts";
import type { Account } from "#lib/contract/account.ts";

/** A person's own password, and where they are signed in. */
export function AccountView({ initial }: { initial: Account }) {
  const t = useTexts();
  const client = useQueryClient();
  const { data } = useQuery(accountQuery(initial));
  const end = useMutation({ mutationFn: endOwnSessions, retry: false });
  const others = data.sessions.filter(({ isThis }) => !isThis);
  function endThese(which: string | "others") {
    end.mutate(which, {
      onSuccess: ({ sessions }) => {
        void client.invalidateQueries({ queryKey: ["account"] });
        showToast({ id: "account", tone: "success", title: t("account.ended", { count: sessions }) });
      },
    });
  }
  return (
    <div className="space-y-6">
      <Card title={t("account.password")} className="max-w-xl">
        {data.signsInWith === "password" ? (
          <PasswordForm name={data.name} />
        ) : (
          <p className="text-ink text-sm">{t("account.password.provider")}</p>
        )}
      </Card>
      <Card
        title={t("account.sessions")}
        flush
        actions={
          others.length > 0 ? (
            <Button size="sm" onClick={() => endThese("others")} pending={end.isPending}>
              {t("account.endOthers")}
            </Button>
          ) : null
        }
      >
        <p className="px-4 py-3 text-ink-muted text-sm">{t("account.sessions.lead")}</p>
        {end.isError ? (
          <div className="px-4 pb-3">
            <FailureAlert failure={end.error} />
          </div>
        ) : null}
        <Table label={t("account.sessions")}>
          <TableHead>
            <Th>{t("account.address")}</Th>
            <Th>{t("account.browser")}</Th>
            <Th>{t("account.started")}</Th>
            <Th>{t("account.lastSeen")}</Th>
            <Th>{t("people.actions")}</Th>
          </TableHead>
          <TableBody>
            {data.sessions.map(({ handle, isThis, address, userAgent, startedAt, lastSeenAt }) => (
              <TableRow key={handle}>
                <Td mono>{address}</Td>
                <Td className="max-w-md truncate">
                  <bdi title={userAgent}>{userAgent || "–"}</bdi>
                </Td>
                <Td>
                  <RelativeTime iso={startedAt} />
                </Td>
                <Td>
                  <RelativeTime iso={lastSeenAt} />
                </Td>
                <Td>
                  {isThis ? (
                    <Badge tone="success">{t("account.thisOne")}</Badge>
                  ) : (
                    <Button
                      size="sm"
                      aria-label={t("account.end.of", { address })}
                      onClick={() => endThese(handle)}
                    >
                      {t("account.end")}
                    </Button>
                  )}
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </div>
  );
}
