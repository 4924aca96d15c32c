import type { request as english } from "#lib/i18n/en/request.ts";

export const request: Readonly<Record<keyof typeof english, string>> = {};
