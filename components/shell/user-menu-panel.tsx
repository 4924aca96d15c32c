"use client";

import { LogOut, UserRound } from "lucide-react";
import { useState } from "react";
import { LanguageSwitch, ThemeSwitch, TimeZoneSwitch } from "#components/preferences/preference-switches.tsx";
import { useMe, useTexts } from "#components/preferences/preferences-provider.tsx";
import { signOut } from "#components/sign-in/session-requests.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Who is signed in, how the pages look to them, and the way out. `onLeave`: another page is on its way. */
export function UserMenuPanel({ onLeave }: { onLeave: () => void }) {
  const t = useTexts();
  const { user, roles } = useMe();
  const [leaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    const left = await signOut();
    if (left.ok) {
      window.location.assign("/sign-in");
      return;
    }
    setLeaving(false);
    showToast({
      id: "sign-out",
      tone: "danger",
      title: t("shell.signOut.failed"),
      body: t("shell.signOut.failed.body"),
    });
  }
  return (
    <>
      <div className="border-line border-b px-4 py-3">
        <p className="truncate font-semibold">
          <bdi>{user.name}</bdi>
        </p>
        <ul aria-label={t("shell.roles")} className="mt-1.5 flex flex-wrap gap-1">
          {roles.map((role) => (
            <li key={role}>
              <Badge>{t(`shell.role.${role}`)}</Badge>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-3 px-4 py-3">
        <ThemeSwitch />
        <LanguageSwitch />
        <TimeZoneSwitch />
      </div>
      <div className="border-line border-t p-2">
        <LinkButton
          href="/account"
          variant="ghost"
          className="w-full justify-start"
          icon={<UserRound aria-hidden className="size-4" />}
          onClick={onLeave}
        >
          {t("account.title")}
        </LinkButton>
        <Button
          variant="ghost"
          className="w-full justify-start"
          icon={<LogOut aria-hidden className="size-4" />}
          pending={leaving}
          onClick={() => {
            void leave();
          }}
        >
          {t("shell.signOut")}
        </Button>
      </div>
    </>
  );
}
