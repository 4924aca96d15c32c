/** A control request that cannot be done, with what is wrong in it. */
export class ControlProblem extends Error {
  readonly httpStatus: number;
  readonly issues: readonly string[] | undefined;

  constructor(httpStatus: number, message: string, issues?: readonly string[]) {
    super(message);
    this.httpStatus = httpStatus;
    this.issues = issues;
  }
}
