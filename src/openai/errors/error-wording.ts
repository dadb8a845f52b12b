import { maskExcerpt } from '../../common/card-data/mask-excerpt';

/** What an error says, and the code that programs read. */
export interface Wording {
  readonly message: string;
  readonly code: string;
}

export function wordMissing(path: string): Wording {
  return { message: `Missing required parameter: '${path}'.`, code: 'missing_required_parameter' };
}

export function wordType(path: string, expected: string, value: unknown): Wording {
  const found = describeType(value);
  const oneOf = expected.includes(' or ') ? 'one of ' : '';
  return {
    message: `Invalid type for '${path}': expected ${oneOf}${expected}, but got ${found} instead.`,
    code: 'invalid_type',
  };
}

/** @param supported each in quotes, separated by commas. */
export function wordChoice(value: string, supported: string): Wording {
  return {
    message: `Invalid value: '${maskExcerpt(value)}'. Supported values are: ${supported}.`,
    code: 'invalid_value',
  };
}

export function wordValue(path: string, expected: string): Wording {
  return { message: `Invalid '${path}': expected ${expected}.`, code: 'invalid_value' };
}

export function wordPattern(path: string, pattern: string): Wording {
  return {
    message:
      `Invalid '${path}': string does not match pattern. ` + `Expected a string that matches the pattern '${pattern}'.`,
    code: 'invalid_value',
  };
}

export function wordEmptyArray(path: string): Wording {
  return {
    message: `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    code: 'empty_array',
  };
}

export function wordLongArray(path: string, limit: string, value: unknown): Wording {
  const length = Array.isArray(value) ? value.length : 0;
  return {
    message:
      `Invalid '${path}': array too long. Expected an array with maximum length ${limit}, ` +
      `but got an array with length ${length} instead.`,
    code: 'array_above_max_length',
  };
}

interface Bound {
  readonly kind: 'integer' | 'decimal';
  readonly side: 'above' | 'below';
  readonly limit: string;
  readonly value: unknown;
}

export function wordRange(path: string, { kind, side, limit, value }: Bound): Wording {
  const bound = side === 'above' ? 'max' : 'min';
  const sign = side === 'above' ? '<=' : '>=';
  return {
    message:
      `Invalid '${path}': ${kind} ${side} ${bound}imum value. ` +
      `Expected a value ${sign} ${limit}, but got ${String(value)} instead.`,
    code: `${kind}_${side}_${bound}_value`,
  };
}

interface Length {
  readonly problem: 'long' | 'short';
  readonly limit: string;
  readonly value: unknown;
}

export function wordLength(path: string, { problem, limit, value }: Length): Wording {
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
