import { Cable, type Icon, ListChecks, ScrollText, Server, Settings } from "#components/ui/icons.tsx";
import type { Permission } from "#lib/contract/session.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

export interface Page {
  href: string;
  label: Parameters<UiTranslate>[0];
  icon: Icon;
  permission: Permission;
}

/** What the main navigation and the palette lead to; a page nobody may open for want of a right is left out. */
const PAGES: readonly Page[] = [
  { href: "/instances", label: "shell.nav.instances", icon: Server, permission: "inventory.read" },
  {
    href: "/network-interfaces",
    label: "shell.nav.networkInterfaces",
    icon: Cable,
    permission: "inventory.read",
  },
  { href: "/requests", label: "shell.nav.requests", icon: ListChecks, permission: "requests.read" },
  { href: "/audit", label: "shell.nav.audit", icon: ScrollText, permission: "audit.read" },
  { href: "/settings", label: "settings.title", icon: Settings, permission: "settings.manage" },
];

export function pagesFor(permissions: readonly Permission[]): readonly Page[] {
  return PAGES.filter(({ permission }) => permissions.includes(permission));
}
