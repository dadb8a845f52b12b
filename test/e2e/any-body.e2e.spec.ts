import * as fc from 'fast-check';
import { Database } from '../../src/database/database';
import { startTestApp, type TestApp } from '../support/test-app';
import { countRows, NOTHING_WRITTEN, readChunks, readError } from '../support/wire';

const VALID = {
  model: 'm',
  temperature: 0.5,
  top_p: 0.5,
  max_tokens: 20,
  max_completion_tokens: 20,
  stop: ['x'],
  frequency_penalty: 1,
  presence_penalty: 1,
  n: 1,
  seed: 7,
  logit_bias: { a: 0 },
  logprobs: false,
  stream: true,
  stream_options: { include_usage: true, include_obfuscation: false },
  tools: [
    { type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: false } },
    { type: 'function', function: { name: 'g' } },
  ],
  tool_choice: {
    type: 'allowed_tools',
    allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
  },
  parallel_tool_calls: false,
  response_format: { type: 'text' },
  modalities: ['text'],
  prediction: { type: 'content', content: 'p' },
  verbosity: 'low',
  reasoning_effort: 'low',
  user: 'u',
  safety_identifier: 's',
  metadata: { a: 1 },
  store: false,
  service_tier: 'auto',
  prompt_cache_key: 'k',
  prompt_cache_options: { mode: 'implicit', ttl: '30m' },
  prompt_cache_retention: '24h',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hello' }], name: 'n' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      function_call: { name: 'f', arguments: '{}' },
    },
    { role: 'tool', tool_call_id: 'c', content: 'r' },
    { role: 'function', name: 'f', content: 'r' },
    { role: 'user', content: 'Hello' },
  ],
};

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    placesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

function replaceAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const parent = copy as Record<string | number, unknown>;
  const child = replaceAt(parent[key], rest, replacement);
  // `undefined` stands for "not there".
  if (child === undefined && !Array.isArray(copy))
    return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key));
  parent[key] = child;
  return copy;
}

const oddValue = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    0,
    -1,
    1.5,
    1e308,
    true,
    [],
    {},
    [[]],
    [{}],
    [null],
    'user',
    'text',
    '[phone: x]',
  ),
);

const mutation = fc.record({ path: fc.constantFrom(...placesOf(VALID)), value: oddValue });

describe('any JSON body at all', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ LOG_LEVEL: 'silent' });
  });

  afterAll(async () => {
    await service.close();
  });

  async function expectAnswerOrRefusal(path: string, body: unknown): Promise<void> {
    const response = await service.post(path, body === undefined ? 'null' : JSON.stringify(body));
    if (response.status === 200) {
      const text = await response.text();
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (isStream) expect(readChunks(text)).not.toHaveLength(0);
      else expect(JSON.parse(text)).toHaveProperty('usage');
      return;
    }
    expect(response.status).toBe(400);
    expect(await readError(response)).toMatchObject({ type: 'invalid_request_error' });
  }

  it('should be answered when it is a good request', async () => {
    expect((await service.post('/v1/chat/completions', VALID)).status).toBe(200);
  });

  it('should be answered, or refused with the envelope, however a good request is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const body = mutations.reduce<unknown>((changed, { path, value }) => {
          const parentExists = path
            .slice(0, -1)
            .every((_key, depth) => isContainer(readAt(changed, path.slice(0, depth + 1))));
          return parentExists && isContainer(changed) ? replaceAt(changed, path, value) : changed;
        }, VALID);
        await expectAnswerOrRefusal('/v1/chat/completions', body);
      }),
      { numRuns: 400 },
    );
    expect(await countRows(service.app.get(Database))).toEqual(NOTHING_WRITTEN);
  }, 120_000);

  it('should be answered, or refused with the envelope, when it has nothing to do with a request', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('/v1/chat/completions', '/api/agent/query'),
        async (body, path) => {
          await expectAnswerOrRefusal(path, body);
        },
      ),
      { numRuns: 100 },
    );
  }, 120_000);

  it('should be answered, or refused with the envelope, by the native form too', async () => {
    const native = fc.record(
      {
        query: fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), oddValue),
        phone_number: fc.oneof(fc.constant('+1234567890'), oddValue),
        conversation_id: fc.oneof(fc.uuid(), oddValue),
        stream: fc.oneof(fc.boolean(), oddValue),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(native, (body) => expectAnswerOrRefusal('/api/agent/query', body)),
      { numRuns: 150 },
    );
  }, 120_000);
});

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function readAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (parent, key) => (isContainer(parent) ? (parent as Record<string | number, unknown>)[key] : undefined),
    value,
  );
}
