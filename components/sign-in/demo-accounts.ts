import { ROLES, type Role } from "#lib/domain/actor.ts";

export interface DemoAccount {
  name: Role;
  password: string;
}

/** The accounts of the demo, one per role. They exist in emulator mode only; anywhere else this list is never shown. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = ROLES.map((name) => ({
  name,
  password: "eni-desk-demo",
}));
