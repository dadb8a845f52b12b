import * as fc from 'fast-check';
import { type Operation } from '../../e2e/docs/api-document';

export interface FuzzKeys {
  /** With every scope that the operations need. */
  readonly full: string;
  readonly scopeless: string;
}

export type Headers = Readonly<Record<string, string>>;

/** A key in all ways that are right and in some that are wrong, and what else the operation reads from its head. */
export function makeHeaders({ parameters, security }: Operation, keys: FuzzKeys): fc.Arbitrary<Headers> {
  const named = parameters.filter((parameter) => parameter.in === 'header');
  const own = fc.oneof(
    { weight: 5, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: fc.constantFrom('key-1', 'key-2', '', 'x'.repeat(256), 'two words') },
  );
  const extra = fc.record(Object.fromEntries(named.map(({ name }) => [name.toLowerCase(), own])));
  const key = security === undefined ? fc.constant({}) : makeKeyHeaders(keys);
  return fc.tuple(key, extra).map(([first, second]) => ({ ...first, ...second }));
}

function makeKeyHeaders({ full, scopeless }: FuzzKeys): fc.Arbitrary<Headers> {
  const right = fc.constantFrom<Headers>(
    { authorization: `Bearer ${full}` },
    { authorization: full },
    { 'api-key': full },
  );
  const wrong = fc.constantFrom<Headers>(
    {},
    { authorization: `Bearer ${scopeless}` },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: `bearer  ${full}` },
    { authorization: `Basic ${Buffer.from(`user:${full}`).toString('base64')}` },
    { authorization: `Bearer ${full}x` },
    { authorization: `Bearer ${full.slice(0, -1)}` },
    { authorization: 'x'.repeat(5_000) },
    { authorization: 'Bearer \u00ff\u00e9' },
    { 'api-key': '' },
    { 'api-key': `${full}, ${full}` },
    { authorization: `Bearer ${scopeless}`, 'api-key': full },
  );
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

const visible = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });

export const oddHeaders: fc.Arbitrary<Headers> = fc.oneof(
  fc
    .constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
      '',
      ';',
      'json',
    )
    .map(ofType),
  fc
    .constantFrom(
      'application/json; charset=utf-16',
      'application/JSON',
      'application/json;',
      'application/json, text/plain',
    )
    .map(ofType),
  fc.constantFrom('application/vnd.api+json', 'text/plain; application/json', 'x'.repeat(2_000)).map(ofType),
  visible.map(ofType),
  visible.map((value) => ({ 'x-request-id': value })),
  visible.map((value) => ({ 'idempotency-key': value })),
  visible.map((value) => ({ accept: value, 'accept-encoding': value, 'accept-language': value })),
  fc.constantFrom<Headers>(
    { 'content-encoding': 'gzip' },
    { expect: '100-continue' },
    { host: '' },
    { origin: 'https://bank.example', 'access-control-request-method': 'POST' },
    { 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-http-method-override': 'DELETE' },
    { range: 'bytes=0-1', 'if-none-match': '*', 'if-modified-since': 'never' },
    { cookie: 'a=b; '.repeat(200) },
    { 'x-large': 'x'.repeat(20_000) },
    { ['__proto__']: 'x' },
  ),
);

function ofType(type: string): Headers {
  return { 'content-type': type };
}
