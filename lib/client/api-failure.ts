import type { Problem } from "#lib/contract/problem.ts";

/**
 * Why a call to our own API brought no data. `problem`: the server said why, and its words are in `problem`;
 * `unreachable`: no answer came (line, server, time limit), so nothing is known about what a change did;
 * `unreadable`: an answer came that is not of the contract, `httpStatus` and `detail` say what it was.
 */
export type ApiFailureKind = "problem" | "unreachable" | "unreadable";

interface ApiFailureFacts {
  kind: ApiFailureKind;
  detail: string;
  httpStatus?: number;
  problem?: Problem;
}

/** Thrown by `apiGet` and `apiPost`, because TanStack Query takes failures as throws. Match by `problem.type`, never by text. */
export class ApiFailure extends Error {
  readonly kind: ApiFailureKind;
  readonly httpStatus: number | null;
  readonly problem: Problem | null;

  constructor(facts: ApiFailureFacts) {
    super(facts.detail);
    this.name = "ApiFailure";
    this.kind = facts.kind;
    this.httpStatus = facts.httpStatus ?? null;
    this.problem = facts.problem ?? null;
  }
}

/** Whatever a query threw, as an `ApiFailure`: a programmer's error keeps its message and is shown too. */
export function asApiFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  return new ApiFailure({
    kind: "unreadable",
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
