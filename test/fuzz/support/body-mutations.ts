import * as fc from 'fast-check';

/** Texts that no JavaScript value is written as; a mutation puts them behind a mark, and `toBodyText` takes it away. */
const MARK = '@@raw ';
const ODD_NUMBERS = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-0',
  '0x10',
  '1e-400',
  '9'.repeat(400),
  '01',
  '.5',
  '1.',
];
/** Deeper than a recursive writer of JSON could go. */
const DEEP_ARRAYS = [1_000, 20_000].map((depth) => '['.repeat(depth) + ']'.repeat(depth));

/** Any unit of UTF-16, with the halves of pairs alone as well. */
const anyCharacter = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

const LONE_SURROGATES = ['\ud83d', '\ude00', 'a\ud800b', '\udfff\ud800'];
const CONTROL_TEXTS = ['\u0000', '\u0007\u001b[31m', '\u2028\u2029', '\ufeff', '\u202e4111', '%00', '\r\n\r\n'];
const HUGE_TEXT = 'long '.repeat(20_000);

function nest(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { deeper: value };
  return value;
}

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, '', 0, -1, 1.5, 1e308, true, false, [], {}, [[]], [{}], [null]),
  },
  { weight: 2, arbitrary: fc.constantFrom(...[...ODD_NUMBERS, ...DEEP_ARRAYS].map((text) => MARK + text)) },
  { weight: 2, arbitrary: fc.constantFrom(...LONE_SURROGATES, ...CONTROL_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('user', 'text', '[phone: x]', '4111 1111 1111 1111', 'yes', "'; drop table card; --"),
  },
  { weight: 1, arbitrary: fc.constantFrom(20, 61, 62, 63, 64, 65, 500).map(nest) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      HUGE_TEXT,
      Array(3_000).fill(0),
      Array(500).fill({ role: 'user', content: 'a' }),
    ),
  },
);

const oddKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    'toJSON',
    '',
    '0',
    'length',
  ),
  fc.string({ unit: anyCharacter, maxLength: 20 }),
);

export interface BodyMutation {
  readonly kind: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat';
  /** Which of the places of the value, counted in the order of its text and around its end. */
  readonly place: number;
  readonly key: string;
  readonly value: unknown;
}

export const bodyMutation: fc.Arbitrary<BodyMutation> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'wrap', 'repeat'),
  place: fc.nat({ max: 200 }),
  key: oddKey,
  value: oddValue,
});

type Path = readonly string[];

export function mutate(body: unknown, mutation: BodyMutation): unknown {
  const places = listPlaces(body, []);
  return changeAt(body, places[mutation.place % places.length] ?? [], mutation);
}

/** The places that a value has, itself first; those of a deep value only as far as a stack allows. */
function listPlaces(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null || path.length > 20) return [path];
  const inner = Object.entries(value).slice(0, 60);
  return [path, ...inner.flatMap(([key, child]) => listPlaces(child, [...path, key]))];
}

function changeAt(value: unknown, [key, ...rest]: Path, mutation: BodyMutation): unknown {
  if (key === undefined) return change(value, mutation);
  if (Array.isArray(value)) {
    return value.flatMap((child: unknown, index) => {
      if (String(index) !== key) return [child];
      return rest.length === 0 && mutation.kind === 'remove' ? [] : [changeAt(child, rest, mutation)];
    });
  }
  const entries = Object.entries(value as object).flatMap(([name, child]: [string, unknown]) => {
    if (name !== key) return [[name, child] as const];
    return rest.length === 0 && mutation.kind === 'remove' ? [] : [[name, changeAt(child, rest, mutation)] as const];
  });
  // Unlike an assignment this makes an own property even of `__proto__`.
  return Object.fromEntries(entries);
}

function change(value: unknown, { kind, key, value: odd }: BodyMutation): unknown {
  switch (kind) {
    case 'remove':
      return {};
    case 'replace':
      return odd;
    case 'wrap':
      return [value];
    case 'repeat':
      return Array.isArray(value) ? [...(value as unknown[]), ...(value as unknown[])] : [value, value];
    case 'add':
      if (Array.isArray(value)) return [...(value as unknown[]), odd];
      return isObject(value) ? Object.fromEntries([...Object.entries(value), [key, odd]]) : { [key]: odd };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** JSON for a body, with the odd numbers in the place of their marks. */
export function toBodyText(body: unknown): string {
  const text = JSON.stringify(body);
  return text.replace(new RegExp(`"${MARK}([^"]*)"`, 'g'), '$1');
}

/** What is done to the text of a body, rarely. */
export const textMutation: fc.Arbitrary<(text: string) => string | Buffer> = fc.oneof(
  fc.nat({ max: 2_000 }).map((at) => (text: string) => text.slice(0, at % Math.max(1, text.length))),
  fc.constantFrom('\ufeff', ' ', '\u0000', '{}', ',', '//', '[').map((extra) => (text: string) => extra + text),
  fc.constantFrom('\u0000', '}', ']', ',', 'x').map((extra) => (text: string) => text + extra),
  fc.constant((text: string) =>
    Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(text.slice(-1))]),
  ),
  fc.constant((text: string) => Buffer.from(text, 'utf16le')),
  fc.constant((text: string) => text.replaceAll(',', ',,')),
  fc.constant((text: string) => text.replaceAll('"', "'")),
  fc.constant((text: string) => `${text.slice(0, -1)}${' '.repeat(2_100_000)}}`),
  fc.constant(() => ''),
  fc.constantFrom('null', '[]', '0', '"text"', 'true', '{"a":1,"a":2}').map((text) => () => text),
);
