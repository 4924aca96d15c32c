import type { Grant } from "#lib/domain/scope.ts";

export const ROLES = ["viewer", "operator", "approver", "auditor", "admin"] as const;
export type Role = (typeof ROLES)[number];

declare const minted: unique symbol;

/**
 * The signed-in person. Only `lib/auth` makes one, after it has found a live session row, so a function that
 * takes an `Actor` cannot be called by someone who forgot to ask who it is.
 */
export interface Actor {
  readonly [minted]: true;
  readonly userId: string;
  /** Who vouches for the person: `local`, or the OpenID issuer. */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Every role held anywhere. Where each holds is in `grants`. */
  readonly roles: readonly Role[];
  readonly grants: readonly Grant[];
  readonly sessionId: string;
  /** When the person last proved in this session who they are; milliseconds since 1970, the database's clock. */
  readonly authenticatedAtMs: number;
}
