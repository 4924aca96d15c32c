/**
 * States what must hold for the program to be right. A broken invariant is a programmer's error, so it throws;
 * whatever a person or the cloud can cause is a `Result` instead.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** The compiler refuses a `switch` that forgot a kind; at run time an unforeseen kind is an error, not a default. */
export function unreachable(value: never): never {
  throw new Error(`Unforeseen case: ${JSON.stringify(value)}`);
}
