import type { networkInterface as english } from "#lib/i18n/en/network-interface.ts";

export const networkInterface: Readonly<Record<keyof typeof english, string>> = {};
