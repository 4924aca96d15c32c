import type { instance as english } from "#lib/i18n/en/instance.ts";

export const instance: Readonly<Record<keyof typeof english, string>> = {};
