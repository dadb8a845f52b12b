import { JsonSchemaError } from './json-schema-error';
import { runWithin, TimeLimitError } from './run-within';

const LONGEST_REASON = 200;

/** A schema, or a value for it, that was given up because it took too long: on a busy machine it might have been done. */
export class SchemaTimeError extends JsonSchemaError {}

/**
 * Does something with a stranger's schema within a time limit.
 *
 * @throws JsonSchemaError for whatever goes wrong.
 */
export function attempt<T>(limitMs: number, work: () => T): T {
  try {
    return runWithin(limitMs, work);
  } catch (error) {
    if (error instanceof JsonSchemaError) throw error;
    if (error instanceof TimeLimitError) {
      throw new SchemaTimeError('the schema takes too long to check.', { cause: error });
    }
    throw new JsonSchemaError(toReason(error), { cause: error });
  }
}

function toReason(error: unknown): string {
  if (error instanceof RangeError) return 'the schema refers to itself without end.';
  return error instanceof Error ? `${error.message.slice(0, LONGEST_REASON)}.` : 'the schema cannot be used.';
}
