import { type ValidationArguments, type ValidationOptions } from 'class-validator';

/**
 * Makes the message of a rule its limit and nothing else: `to-validation-error.ts` words every problem in OpenAI's
 * terms, and class-validator hands it no more than the rule's name and message.
 */
export const LIMIT: ValidationOptions = {
  message: ({ constraints }: ValidationArguments) => String(constraints[0]),
};

/** Says what a rule about a type expected, where its name does not tell. */
export function expecting(what: string): ValidationOptions {
  return { message: what };
}
