"use client";

import { LogOut, UserRound } from "lucide-react";
import { useId, useRef, useState } from "react";
import { LanguageSwitch, ThemeSwitch, TimeZoneSwitch } from "#components/preferences/preference-switches.tsx";
import { useMe, useTexts } from "#components/preferences/preferences-provider.tsx";
import { signOut } from "#components/sign-in/session-requests.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { placePopup } from "#components/ui/place-popup.ts";
import { showToast } from "#components/ui/toast-store.ts";

/** Who is signed in, how the pages look to them, and the way out. */
export function UserMenu() {
  const t = useTexts();
  const { user, roles } = useMe();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
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
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-label={t("shell.account.of", { name: user.name })}
        data-initials={user.name.slice(0, 2)}
        className="before:content-[attr(data-initials)] inline-flex size-8 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface font-semibold text-2xs text-ink-muted uppercase transition-colors hover:border-control hover:text-ink pointer-coarse:size-9"
      />
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t("shell.account")}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (shown && panel.current && button.current)
            placePopup(panel.current, button.current, "bottom", "end");
        }}
        className="w-72 rounded-xl bg-raised text-ink text-sm shadow-popup open:animate-appear"
      >
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
            onClick={() => panel.current?.hidePopover()}
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
      </div>
    </>
  );
}
