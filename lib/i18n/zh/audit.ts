import type { audit as english } from "#lib/i18n/en/audit.ts";

export const audit: Readonly<Record<keyof typeof english, string>> = {};
