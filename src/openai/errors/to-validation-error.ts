import { type ValidationError } from 'class-validator';
import { isJsonObject } from '../../common/json';
import { maskCardText } from '../../common/card-data/mask-card-data';
import { OpenAiError } from './openai-error';

interface Problem {
  readonly path: string;
  readonly rule: string;
  /** The rule's limit, or what it expected; see `rule-message.ts`. */
  readonly limit: string;
  readonly value: unknown;
}

interface Wording {
  readonly message: string;
  readonly code: string;
}

type Word = (problem: Problem) => Wording;

const MISSING = 'missing_required_parameter';

/** class-validator's rules in the order in which a problem is reported, each with OpenAI's words and code for it. */
const WORDINGS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['isDefined', ({ path }) => ({ message: `Missing required parameter: '${path}'.`, code: MISSING })],
  ['isArray', ({ path, value, limit }) => wordType(path, limit, value)],
  ['isString', ({ path, value }) => wordType(path, 'a string', value)],
  ['isBoolean', ({ path, value }) => wordType(path, 'a boolean', value)],
  ['isInt', ({ path, value }) => wordType(path, 'an integer', value)],
  ['isNumber', ({ path, value }) => wordType(path, 'a decimal', value)],
  [
    'isObject',
    ({ path, value, limit }) => wordType(path, limit.startsWith('a string or') ? limit : 'an object', value),
  ],
  ['nestedValidation', ({ path, value }) => wordType(path, 'an object', value)],
  ['isIn', wordChoice],
  ['isTelephoneNumber', ({ path, limit }) => wordValue(path, limit)],
  ['matches', ({ path, limit }) => wordValue(path, limit)],
  ['arrayMinSize', wordEmptyArray],
  ['arrayMaxSize', wordLongArray],
  ['min', ({ path, limit, value }) => wordRange(path, 'below', { limit, value })],
  ['max', ({ path, limit, value }) => wordRange(path, 'above', { limit, value })],
  ['minLength', ({ path, limit, value }) => wordLength(path, 'short', { limit, value })],
  ['maxLength', ({ path, limit, value }) => wordLength(path, 'long', { limit, value })],
]);

const RULES = [...WORDINGS.keys()];

/** Rules for each element of an array are reported at the array; these tell which element it was. */
const ELEMENT_RULES: ReadonlyMap<string, (element: unknown) => boolean> = new Map<
  string,
  (element: unknown) => boolean
>([
  ['isObject', isJsonObject],
  ['isString', (element) => typeof element === 'string'],
]);
const LONGEST_VALUE_SHOWN = 64;

/** Reports the first problem in OpenAI's words: it names one parameter at a time too. */
export function toValidationError(errors: readonly ValidationError[]): OpenAiError {
  const problem = findFirst(errors, '');
  const wording = problem === undefined ? undefined : WORDINGS.get(problem.rule)?.(problem);
  return new OpenAiError({
    status: 400,
    message: wording?.message ?? `Invalid value${problem === undefined ? '' : ` for '${problem.path}'`}.`,
    param: problem?.path ?? null,
    code: wording?.code ?? 'invalid_value',
  });
}

function findFirst(errors: readonly ValidationError[], parent: string): Problem | undefined {
  for (const { property, value, constraints, children } of errors) {
    const path = join(parent, property);
    const broken = Object.keys(constraints ?? {});
    const rule = chooseRule(broken, value);
    if (rule !== undefined) return locate({ path, rule, limit: constraints?.[rule] ?? '', value: value as unknown });
    const nested = findFirst(children ?? [], path);
    if (nested !== undefined) return nested;
  }
  return undefined;
}

/** An explicit `null` is there, but of the wrong type, so the rules after `isDefined` say more. */
function chooseRule(broken: readonly string[], value: unknown): string | undefined {
  const telling = value === null && broken.length > 1 ? broken.filter((name) => name !== 'isDefined') : broken;
  return RULES.find((name) => telling.includes(name)) ?? telling[0];
}

function locate(problem: Problem): Problem {
  const { path, rule, value } = problem;
  const isRight = ELEMENT_RULES.get(rule);
  if (isRight === undefined || !Array.isArray(value) || !problem.limit.startsWith('each value in')) return problem;
  const index = value.findIndex((element) => !isRight(element));
  return { ...problem, path: `${path}[${index}]`, value: value[index] as unknown };
}

function join(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function wordType(path: string, expected: string, value: unknown): Wording {
  const found = describeType(value);
  const oneOf = expected.includes(' or ') ? 'one of ' : '';
  return {
    message: `Invalid type for '${path}': expected ${oneOf}${expected}, but got ${found} instead.`,
    code: 'invalid_type',
  };
}

function wordChoice({ path, value, limit }: Problem): Wording {
  if (typeof value !== 'string') return wordType(path, 'a string', value);
  // Masked before it is cut: a part of a card number is not known for one.
  const shown = maskCardText(value).slice(0, LONGEST_VALUE_SHOWN);
  const supported = /following values: (.*)$/.exec(limit)?.[1]?.replace(/[^,\s][^,]*/g, "'$&'") ?? '';
  return { message: `Invalid value: '${shown}'. Supported values are: ${supported}.`, code: 'invalid_value' };
}

function wordValue(path: string, expected: string): Wording {
  return { message: `Invalid '${path}': expected ${expected}.`, code: 'invalid_value' };
}

function wordEmptyArray({ path }: Problem): Wording {
  return {
    message: `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    code: 'empty_array',
  };
}

function wordLongArray({ path, limit, value }: Problem): Wording {
  const length = Array.isArray(value) ? value.length : 0;
  return {
    message:
      `Invalid '${path}': array too long. Expected an array with maximum length ${limit}, ` +
      `but got an array with length ${length} instead.`,
    code: 'array_above_max_length',
  };
}

interface Bound {
  readonly limit: string;
  readonly value: unknown;
}

function wordRange(path: string, side: 'above' | 'below', { limit, value }: Bound): Wording {
  const kind = Number.isInteger(value) && path !== 'temperature' && path !== 'top_p' ? 'integer' : 'decimal';
  const bound = side === 'above' ? 'max' : 'min';
  const sign = side === 'above' ? '<=' : '>=';
  return {
    message:
      `Invalid '${path}': ${kind} ${side} ${bound === 'max' ? 'maximum' : 'minimum'} value. ` +
      `Expected a value ${sign} ${limit}, but got ${String(value)} instead.`,
    code: `${kind}_${side}_${bound}_value`,
  };
}

function wordLength(path: string, problem: 'long' | 'short', { limit, value }: Bound): Wording {
  const length = typeof value === 'string' ? value.length : 0;
  const bound = problem === 'long' ? 'maximum' : 'minimum';
  return {
    message:
      `Invalid '${path}': string too ${problem}. Expected a string with ${bound} length ${limit}, ` +
      `but got a string with length ${length} instead.`,
    code: problem === 'long' ? 'string_above_max_length' : 'string_below_min_length',
  };
}

function describeType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond all bounds';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
