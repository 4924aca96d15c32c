import type { shell as english } from "#lib/i18n/en/shell.ts";

export const shell: Readonly<Record<keyof typeof english, string>> = {};
