import Ajv, { type ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { type JsonObject } from '../json';
import { JsonSchemaError } from './json-schema-error';
import { runWithin, TimeLimitError } from './run-within';
import { isOfOlderDraft, validateSchema, withoutDialect } from './validate-schema';

/** What is wrong with a value, in one sentence; `undefined` when it satisfies the schema. */
export type JsonSchemaCheck = (value: unknown) => string | undefined;

const COMPILE_LIMIT_MS = 500;
const CHECK_LIMIT_MS = 200;
const LONGEST_REASON = 200;

const OPTIONS = {
  strict: false,
  // Schemas were validated before; a new instance that has no meta-schemas costs next to nothing.
  meta: false,
  validateSchema: false,
  // A format is a remark on the value, which the newer drafts do not check either.
  validateFormats: false,
  inlineRefs: false,
  logger: false,
  // Without these two, the time to compile grows with the square of the number of properties.
  allErrors: true,
  code: { optimize: false },
} as const;

/** Checks by their schema, so that what was compiled when the request came need not be when the reply is checked. */
const compiled = new WeakMap<JsonObject, JsonSchemaCheck>();

/**
 * Compiles a stranger's schema. Compiling and checking are cut off when they take too long: schemas can be made to need
 * any amount of time, above all by patterns. Nothing is ever fetched: a reference to another document is an error.
 *
 * @returns a check, which throws JsonSchemaError when it comes to no end.
 * @throws JsonSchemaError for a schema that is not valid, too large, or refers to what is not in it.
 */
export function compileJsonSchema(schema: JsonObject): JsonSchemaCheck {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  validateSchema(schema);
  // Each schema gets an instance of its own, since an instance remembers whatever has an `$id`.
  const ajv = isOfOlderDraft(schema) ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
  const validate = attempt(COMPILE_LIMIT_MS, () => ajv.compile(withoutDialect(schema)));
  const check: JsonSchemaCheck = (value) =>
    attempt(CHECK_LIMIT_MS, () => validate(value)) ? undefined : describe(validate.errors ?? []);
  compiled.set(schema, check);
  return check;
}

function attempt<T>(limitMs: number, work: () => T): T {
  try {
    return runWithin(limitMs, work);
  } catch (error) {
    throw new JsonSchemaError(toReason(error), { cause: error });
  }
}

function toReason(error: unknown): string {
  if (error instanceof TimeLimitError) return 'the schema takes too long to check.';
  if (error instanceof RangeError) return 'the schema refers to itself without end.';
  return error instanceof Error ? `${error.message.slice(0, LONGEST_REASON)}.` : 'the schema cannot be used.';
}

function describe([first]: readonly ErrorObject[]): string {
  return first === undefined
    ? 'The value does not fit.'
    : `${first.instancePath || 'The value'} ${first.message ?? ''}.`;
}
