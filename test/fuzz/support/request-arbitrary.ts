import * as fc from 'fast-check';
import { type ApiDocument, listOperations, listRequestExamples, type Operation } from '../../e2e/docs/api-document';
import { type FuzzKeys, makeHeaders, oddHeaders, type Headers } from './header-arbitrary';
import { bodyMutation, mutate, textMutation, toBodyText } from './body-mutations';
import { SchemaArbitraries } from './schema-arbitrary';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** Whose replies are to be expected; absent where path, method or headers are odd and only an error's form is known. */
  readonly operationId: string | undefined;
  readonly kind: 'valid' | 'mutated' | 'odd';
}

const JSON_TYPE: Headers = { 'content-type': 'application/json' };

/** Paths of the same endpoint that the document does not name. */
const UNDOCUMENTED_CHAT_PATHS = [
  '/chat/completions',
  '/chat/completions/chat/completions',
  '/v1/chat/completions/chat/completions',
  '/api/agent/query/openai/chat/completions',
  '/api/agent/query/openai/',
  '//v1//chat/completions/',
];

/** Makes requests for every operation of the document, as it says them and otherwise. */
export function makeRequestArbitrary(document: ApiDocument, keys: FuzzKeys): fc.Arbitrary<FuzzRequest> {
  const operations = listOperations(document);
  const posts = operations.filter(({ method }) => method === 'POST');
  const schemas = new SchemaArbitraries(document);
  const known = fc.oneof(
    ...operations.map((operation) => ({
      weight: operation.path.includes('chat') || operation.path.includes('agent') ? 4 : 1,
      arbitrary: makeKnownRequest(operation, { schemas, keys }),
    })),
  );
  const odd = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(known, oddPath).map(([request, path]) => ({ ...request, path })) },
    { weight: 3, arbitrary: fc.tuple(known, oddMethod).map(([request, method]) => ({ ...request, method })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(known, oddHeaders)
        .map(([request, headers]) => ({ ...request, headers: { ...request.headers, ...headers } })),
    },
  );
  const asOdd = odd.map((request): FuzzRequest => ({ ...request, operationId: undefined, kind: 'odd' }));
  const chat = posts.filter(({ operationId }) => operationId === 'createChatCompletion');
  const elsewhere = fc.tuple(
    fc.oneof(...chat.map((operation) => makeKnownRequest(operation, { schemas, keys }))),
    fc.constantFrom(...UNDOCUMENTED_CHAT_PATHS, `/k/${keys.full}/v1/chat/completions`),
  );
  return fc.oneof(
    { weight: 16, arbitrary: known },
    { weight: 1, arbitrary: elsewhere.map(([request, path]): FuzzRequest => ({ ...request, path })) },
    { weight: 3, arbitrary: asOdd },
  );
}

interface Means {
  readonly schemas: SchemaArbitraries;
  readonly keys: FuzzKeys;
}

function makeKnownRequest(operation: Operation, { schemas, keys }: Means): fc.Arbitrary<FuzzRequest> {
  const { method, operationId } = operation;
  const path = makePath(operation);
  const headers = makeHeaders(operation, keys);
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) {
    return fc
      .record({ path, headers })
      .map((made) => ({ ...made, method, body: undefined, operationId, kind: 'valid' }));
  }
  const examples = listRequestExamples(operation).map(({ value }) => value);
  const valid = fc.oneof(
    { weight: 2, arbitrary: schemas.make(schema) },
    ...(examples.length === 0 ? [] : [{ weight: 1, arbitrary: fc.constantFrom(...examples) }]),
  );
  const asText = valid.map(toBodyText);
  const mutated = fc.tuple(valid, fc.array(bodyMutation, { minLength: 1, maxLength: 3 })).map(([body, mutations]) => {
    return toBodyText(mutations.reduce<unknown>(mutate, body));
  });
  const garbled = fc.tuple(asText, textMutation).map(([text, garble]) => garble(text));
  const make = (kind: FuzzRequest['kind'], body: fc.Arbitrary<string | Buffer>): fc.Arbitrary<FuzzRequest> =>
    fc
      .record({ path, headers, body })
      .map((made) => ({ ...made, headers: { ...JSON_TYPE, ...made.headers }, method, operationId, kind }));
  return fc.oneof(
    { weight: 9, arbitrary: make('valid', asText) },
    { weight: 10, arbitrary: make('mutated', mutated) },
    { weight: 1, arbitrary: make('mutated', garbled) },
  );
}

function makePath({ path }: Operation): fc.Arbitrary<string> {
  if (!path.includes('{id}')) return fc.constant(path);
  const id = fc.oneof(
    fc.constantFrom(
      'embedded-dialog-1',
      'tellerline',
      '%E0%A4%A',
      '%00',
      '..',
      '%2e%2e%2f',
      'x'.repeat(513),
      '__proto__',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map(encodeURIComponent),
  );
  return id.map((made) => path.replace('{id}', made));
}

const oddPath = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '/v1',
    '/v1/',
    '/v1/models/',
    '/api/cards',
    '/api/cards/',
    '/api/cards/passcode/check/',
    '/docs',
  ),
  fc.constantFrom(
    '/%',
    '/%zz',
    '/%E0%A4%A',
    '/%00',
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/v1/./models',
    '/V1/MODELS',
  ),
  fc.constantFrom(
    '/__proto__',
    '/constructor',
    '/api/cards/__proto__',
    '/v1/models?a=b&a[]=c',
    '/v1/models#x',
    '/v1/models;a',
    '*',
    '/k/',
    '/k//v1/models',
    '/k/tlk_x/v1/models',
  ),
  fc.constantFrom(`/${'x'.repeat(3_000)}`, `/v1/models/${'x/'.repeat(300)}`, `/v1/models?q=${'x'.repeat(9_000)}`),
  fc
    .array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 4 })
    .map((parts) => `/${parts.map(encodeURIComponent).join('/')}`),
  fc.constantFrom(...UNDOCUMENTED_CHAT_PATHS),
);

const oddMethod = fc.constantFrom(
  ...[
    'GET',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'HEAD',
    'TRACE',
    'PROPFIND',
    'MKCOL',
    'LOCK',
    'QUERY',
    'SEARCH',
    'PURGE',
  ],
);
