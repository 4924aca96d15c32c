import "server-only";

/** `unknown`: it could not be checked, which is not a fault and not a pass. `missing`: a right. `wrong`: mend it. */
export type FindingState = "ok" | "missing" | "wrong" | "unknown" | "note";

/** One line of what the doctor says. `detail` may quote the cloud: whoever prints it makes it harmless first. */
export interface Finding {
  state: FindingState;
  what: string;
  detail: string;
}

export function finding(state: FindingState, what: string, detail: string): Finding {
  return { state, what, detail };
}

/** 0: all is well; 1: something is missing or wrong; 2: nothing is, but something that can be checked was not. */
export function exitStatus(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ state }) => state === "missing" || state === "wrong")) return 1;
  return findings.some(({ state }) => state === "unknown") ? 2 : 0;
}
