import Ajv, { type ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { digestText } from '../digest-text';
import { type JsonObject } from '../json';
import { attempt, SchemaTimeError } from './attempt';
import { RecentValues } from './recent-values';
import { refuseEndless } from './refuse-endless';
import {
  isOfOlderDraft,
  MAX_COMPILED_CONTAINERS,
  measureSchema,
  validateSchema,
  withoutDialect,
} from './validate-schema';

/** What is wrong with a value, in one sentence; `undefined` when it satisfies the schema. */
export type JsonSchemaCheck = (value: unknown) => string | undefined;

/** A schema that took too long; it may be tried again when its time is over. */
interface Refusal {
  readonly error: SchemaTimeError;
  readonly untilMs: number;
}

const COMPILE_LIMIT_MS = 500;
const CHECK_LIMIT_MS = 200;
const REFUSAL_MS = 60_000;

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
 * What became of the schemas of the latest requests, by their digest: a client sends the same ones again and again. A
 * check takes 20 kB of memory and 20 times the characters of its schema.
 */
const recent = new RecentValues<JsonSchemaCheck | Refusal>({ values: 500, size: 1_000_000 });

/**
 * Compiles a stranger's schema. Compiling and checking are cut off when they take too long: schemas can be made to need
 * any amount of time, above all by patterns. Nothing is ever fetched: a reference to another document is an error.
 *
 * @returns a check, which throws JsonSchemaError when it comes to no end.
 * @throws JsonSchemaError for a schema that is not valid, too large, fit by nothing, or refers to what is not in it.
 */
export function compileJsonSchema(schema: JsonObject): JsonSchemaCheck {
  const check = compiled.get(schema) ?? findRecent(schema);
  compiled.set(schema, check);
  return check;
}

function findRecent(schema: JsonObject): JsonSchemaCheck {
  measureSchema(schema, MAX_COMPILED_CONTAINERS);
  const text = JSON.stringify(schema);
  const name = digestText(text);
  const known = recent.find(name);
  if (typeof known === 'function') return known;
  if (known !== undefined && performance.now() < known.untilMs) throw known.error;
  try {
    const check = compile(schema);
    recent.keep(name, { value: check, size: text.length });
    return check;
  } catch (error) {
    if (error instanceof SchemaTimeError) {
      recent.keep(name, { value: { error, untilMs: performance.now() + REFUSAL_MS }, size: text.length });
    }
    throw error;
  }
}

function compile(schema: JsonObject): JsonSchemaCheck {
  validateSchema(schema);
  // Each schema gets an instance of its own, since an instance remembers whatever has an `$id`.
  const ajv = isOfOlderDraft(schema) ? new Ajv(OPTIONS) : new Ajv2020(OPTIONS);
  const validate = attempt(COMPILE_LIMIT_MS, () => {
    refuseEndless(schema);
    return ajv.compile(withoutDialect(schema));
  });
  const check: JsonSchemaCheck = (value) =>
    attempt(CHECK_LIMIT_MS, () => validate(value)) ? undefined : describe(validate.errors ?? []);
  // One that fails on the least value would fail on every reply.
  check({});
  return check;
}

function describe([first]: readonly ErrorObject[]): string {
  return first === undefined
    ? 'The value does not fit.'
    : `${first.instancePath || 'The value'} ${first.message ?? ''}.`;
}
