import type { Desk } from "#e2e/faults/desk.ts";
import type { Stand } from "#e2e/faults/stand.ts";

/** A way to keep the desk from writing. `strike` answers how to undo it. */
export interface DatabaseFault {
  readonly name: string;
  strike(): Promise<() => Promise<void>>;
}

/** A desk on a database that can be struck. */
export interface FaultyGround {
  readonly stand: Stand;
  readonly desk: Desk;
  readonly faults: readonly DatabaseFault[];
  /** What cannot be tried on this machine, and why. */
  readonly left: readonly string[];
}
