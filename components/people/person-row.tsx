"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TableRow } from "#components/ui/table.tsx";
import { Td } from "#components/ui/table-cell.tsx";
import type { PersonAction } from "#lib/client/people.ts";
import type { User } from "#lib/contract/people.ts";
import { scopeText } from "#lib/policy/scope-text.ts";

interface PersonRowProps {
  person: User;
  onRoles: () => void;
  onAction: (action: PersonAction) => void;
}

export function PersonRow({ person, onRoles, onAction }: PersonRowProps) {
  const t = useTexts();
  const { name, displayName, disabled, grants, issuer, managedElsewhere, sessions, lastSeenAt } = person;
  const from = issuer === "local" ? t("people.local") : issuer === "demo" ? t("people.demo") : issuer;
  const actions: PersonAction[] = [
    ...(sessions > 0 ? (["sign-out"] as const) : []),
    ...(managedElsewhere ? [] : (["password"] as const)),
    disabled ? "enable" : "disable",
  ];
  return (
    <TableRow>
      <Td>
        <bdi className="font-medium">{name}</bdi>
        {displayName === name ? null : <bdi className="block text-ink-muted text-xs">{displayName}</bdi>}
      </Td>
      <Td>
        <ul className="space-y-0.5">
          {grants.map(({ role, scope }) => (
            <li key={`${role} ${scopeText(scope)}`} className="whitespace-nowrap">
              {role}{" "}
              <span className="text-ink-muted text-xs">{scopeText(scope) || t("people.everywhere")}</span>
            </li>
          ))}
        </ul>
      </Td>
      <Td>
        <Badge tone={disabled ? "warning" : "neutral"}>
          {t(disabled ? "people.disabled" : "people.enabled")}
        </Badge>
      </Td>
      <Td className="max-w-48 truncate">
        <bdi title={from}>{from}</bdi>
      </Td>
      <Td numeric>{sessions}</Td>
      <Td>{lastSeenAt ? <RelativeTime iso={lastSeenAt} /> : "–"}</Td>
      <Td>
        <div className="flex gap-1.5 whitespace-nowrap">
          {managedElsewhere ? null : (
            <Button size="sm" aria-label={t("people.edit.of", { name })} onClick={onRoles}>
              {t("people.edit")}
            </Button>
          )}
          {actions.map((action) => (
            <Button
              key={action}
              size="sm"
              aria-label={t(`people.action.${action}.of`, { name })}
              onClick={() => onAction(action)}
            >
              {t(`people.action.${action}`)}
            </Button>
          ))}
        </div>
      </Td>
    </TableRow>
  );
}
