/** Why a request body was refused before anybody looked at its meaning. */
export type BodyProblem = 'malformed' | 'not_an_object' | 'too_deep' | 'too_many_values';

export class BodyError extends Error {
  constructor(
    readonly problem: BodyProblem,
    message: string,
    /** The place in the body, for example `messages[0].content`; absent for the body as a whole. */
    readonly path?: string,
  ) {
    super(message);
    this.name = 'BodyError';
  }
}
