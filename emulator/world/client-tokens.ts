import { ecsError } from "#emulator/errors/ecs-error.ts";

type Given<Answer> = { readonly question: string; readonly answer: Answer };

/** What was answered to which ClientToken, so that a call sent twice is carried out once. Kept until the next reset. */
export class ClientTokens<Answer> {
  readonly #given = new Map<string, Given<Answer>>();

  /**
   * The answer that this token was given before, or undefined for a token that
   * is new. Throws IdempotentParameterMismatch when it came with another question.
   */
  repeat(token: string, question: string): Answer | undefined {
    const given = this.#given.get(token);
    if (given && given.question !== question) throw ecsError("IdempotentParameterMismatch");
    return given?.answer;
  }

  keep(token: string, question: string, answer: Answer): void {
    this.#given.set(token, { question, answer });
  }
}
