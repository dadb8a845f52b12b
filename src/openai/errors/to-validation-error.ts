import { type ValidationError } from 'class-validator';
import { isJsonObject } from '../../common/json';
import {
  wordChoice,
  wordEmptyArray,
  type Wording,
  wordLength,
  wordLongArray,
  wordMissing,
  wordPattern,
  wordRange,
  wordType,
  wordValue,
} from './error-wording';
import { OpenAiError } from './openai-error';

interface Problem {
  readonly path: string;
  readonly rule: string;
  /** The rule's limit, or what it expected; see `rule-message.ts`. */
  readonly limit: string;
  readonly value: unknown;
}

type Word = (problem: Problem) => Wording;

/** class-validator's rules in the order in which a problem is reported, each with OpenAI's words and code for it. */
const WORDINGS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['isDefined', ({ path }) => wordMissing(path)],
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
  ['isIn', wordSupported],
  ['isTelephoneNumber', ({ path, limit }) => wordValue(path, limit)],
  ['matches', wordMismatch],
  ['arrayMinSize', ({ path }) => wordEmptyArray(path)],
  ['arrayMaxSize', ({ path, limit, value }) => wordLongArray(path, limit, value)],
  ['min', ({ path, ...bound }) => wordRange(path, { kind: kindOf(path, bound.value), side: 'below', ...bound })],
  ['max', ({ path, ...bound }) => wordRange(path, { kind: kindOf(path, bound.value), side: 'above', ...bound })],
  ['minLength', ({ path, ...bound }) => wordLength(path, { problem: 'short', ...bound })],
  ['maxLength', ({ path, ...bound }) => wordLength(path, { problem: 'long', ...bound })],
]);

/** Parameters that take decimals, of which a whole number is one too. */
const DECIMALS: readonly string[] = ['temperature', 'top_p', 'frequency_penalty', 'presence_penalty'];

const RULES = [...WORDINGS.keys()];

/** Rules for each element of an array are reported at the array; these tell which element it was. */
const ELEMENT_RULES: ReadonlyMap<string, (element: unknown, limit: string) => boolean> = new Map<
  string,
  (element: unknown, limit: string) => boolean
>([
  ['isObject', isJsonObject],
  ['isString', (element) => typeof element === 'string'],
  ['isIn', (element, limit) => typeof element === 'string' && readChoices(limit).includes(element)],
]);

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
  const index = value.findIndex((element) => !isRight(element, problem.limit));
  return { ...problem, path: `${path}[${index}]`, value: value[index] as unknown };
}

function join(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}

function wordSupported({ path, value, limit }: Problem): Wording {
  if (typeof value !== 'string') return wordType(path, 'a string', value);
  return wordChoice(
    value,
    readChoices(limit)
      .map((choice) => `'${choice}'`)
      .join(', '),
  );
}

function readChoices(limit: string): readonly string[] {
  return /following values: (.*)$/.exec(limit)?.[1]?.split(', ') ?? [];
}

/** The limit is the pattern itself, or what it means. */
function wordMismatch({ path, limit }: Problem): Wording {
  const pattern = /^\/(.*)\/$/.exec(limit)?.[1];
  return pattern === undefined ? wordValue(path, limit) : wordPattern(path, pattern);
}

function kindOf(path: string, value: unknown): 'integer' | 'decimal' {
  return Number.isInteger(value) && !DECIMALS.includes(path) ? 'integer' : 'decimal';
}
