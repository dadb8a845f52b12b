import Ajv, { type ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { type JsonObject } from '../json';
import { attempt } from './attempt';
import { JsonSchemaError, nameContext } from './json-schema-error';

/** Objects and arrays in a schema that is compiled: more than people write, and few enough to be done between two requests. */
export const MAX_COMPILED_CONTAINERS = 500;
/** The same for one that is only passed on. Generated ones can be large. */
export const MAX_PASSED_CONTAINERS = 5_000;
const MAX_DEPTH = 32;
/** Of every kind, the options of enumerations among them. */
const MAX_VALUES = 20_000;
/** JSON has no more; to see that none stands there twice takes the square of their number. */
const MOST_TYPES = 7;

const VALIDATION_LIMIT_MS = 500;

const OPTIONS = { strict: false, validateFormats: false, allErrors: true, logger: false } as const;
const DRAFT_2020 = new Ajv2020(OPTIONS);
const DRAFT_07 = new Ajv(OPTIONS);
// A meta-schema is compiled when it is first used, which would be a request that everybody else waits for.
for (const draft of [DRAFT_2020, DRAFT_07]) void draft.validateSchema({});

/** Schemas that name an older draft are read in the version that still knows its keywords. */
export function isOfOlderDraft({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /draft-0[4-7]/.test($schema);
}

/** The schema without the keywords that say how to read it, rather than what it is. */
export function withoutDialect(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => keyword !== '$schema' && keyword !== '$async'),
  );
}

/**
 * Lets a schema pass that keeps to the rules of JSON Schema. It has to be of a size that can be worked with. What stands in
 * its patterns and behind its references is not looked at.
 *
 * @throws JsonSchemaError
 */
export function validateSchema(schema: JsonObject): void {
  const meta = isOfOlderDraft(schema) ? DRAFT_07 : DRAFT_2020;
  // What is wrong in very many places takes the square of their number.
  if (attempt(VALIDATION_LIMIT_MS, () => meta.validateSchema(withoutDialect(schema))) === true) return;
  throw new JsonSchemaError(describeDeepest(meta.errors ?? []));
}

/** Of the many errors that one mistake makes, the one deepest inside names it best. */
function describeDeepest(errors: readonly ErrorObject[]): string {
  const [first, ...others] = errors;
  if (first === undefined) return 'the schema is not valid.';
  const deepest = others.reduce((best, error) => (depthOf(error) > depthOf(best) ? error : best), first);
  return `In ${nameContext(stepsOf(deepest))}, ${deepest.message ?? 'the schema is not valid'}.`;
}

function stepsOf({ instancePath }: ErrorObject): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function depthOf(error: ErrorObject): number {
  return stepsOf(error).length;
}

/**
 * @returns how many objects and arrays the schema has.
 * @throws JsonSchemaError when these are too many, or anything else is: levels, values, names of types.
 */
export function measureSchema(schema: JsonObject, mostContainers: number): number {
  let containersLeft = mostContainers;
  let valuesLeft = MAX_VALUES;
  const visit = (value: unknown, depth: number): void => {
    valuesLeft -= 1;
    if (valuesLeft < 0) throw new JsonSchemaError(`the schema has more than ${MAX_VALUES} values.`);
    if (typeof value !== 'object' || value === null) return;
    refuseManyTypes(value);
    if (depth > MAX_DEPTH) throw new JsonSchemaError(`the schema is nested more than ${MAX_DEPTH} levels deep.`);
    containersLeft -= 1;
    if (containersLeft < 0) {
      throw new JsonSchemaError(`the schema has more than ${mostContainers} objects and arrays.`);
    }
    for (const child of Object.values(value)) visit(child, depth + 1);
  };
  visit(schema, 1);
  return mostContainers - containersLeft;
}

function refuseManyTypes(value: object): void {
  const type: unknown = 'type' in value ? value.type : undefined;
  if (Array.isArray(type) && type.length > MOST_TYPES) {
    throw new JsonSchemaError(`a type has more than ${MOST_TYPES} names.`);
  }
}
