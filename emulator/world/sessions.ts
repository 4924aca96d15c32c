import type { Statement } from "#emulator/world/account-record.ts";

/** A temporary AccessKey issued by AssumeRole. */
export type Session = {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiresAtMs: number;
  readonly accountId: string;
  readonly roleId: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** What the role may do; a session policy can only narrow it. */
  readonly policy: readonly Statement[];
  readonly sessionPolicy: readonly Statement[] | undefined;
};

export class SessionTable {
  readonly #sessions = new Map<string, Session>();

  add(session: Session): void {
    this.#sessions.set(session.accessKeyId, session);
  }

  get(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }

  hasToken(securityToken: string): boolean {
    for (const session of this.#sessions.values()) {
      if (session.securityToken === securityToken) return true;
    }
    return false;
  }
}
