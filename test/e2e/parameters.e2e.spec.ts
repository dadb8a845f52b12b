import * as fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const HI = { role: 'user', content: 'Hello' };
const LOANS = { messages: [{ role: 'user', content: 'What loan options are available?' }] };
const GIF = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const TOOL = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };

/** Every parameter but `messages`, each of which may be null. */
const NULLABLE = [
  ...['model', 'max_completion_tokens', 'max_tokens', 'temperature', 'top_p', 'frequency_penalty', 'presence_penalty'],
  ...[
    'n',
    'stop',
    'seed',
    'logit_bias',
    'logprobs',
    'top_logprobs',
    'stream',
    'stream_options',
    'tools',
    'tool_choice',
  ],
  ...['parallel_tool_calls', 'functions', 'function_call', 'response_format', 'modalities', 'audio', 'verbosity'],
  ...['reasoning_effort', 'service_tier', 'prediction', 'web_search_options', 'store', 'metadata', 'moderation'],
  ...['prompt_cache_key', 'prompt_cache_options', 'prompt_cache_retention', 'safety_identifier', 'user'],
];

/** All 37 at once, as a client's generated tests send them. */
const EVERYTHING = {
  messages: [{ role: 'developer', content: 'string', name: 'name' }],
  model: 'gpt-5.4',
  audio: { format: 'wav', voice: 'string' },
  frequency_penalty: -2,
  function_call: 'none',
  functions: [{ name: 'name', description: 'description', parameters: { foo: 'bar' } }],
  logit_bias: { foo: 0 },
  logprobs: true,
  max_completion_tokens: 0,
  max_tokens: 0,
  metadata: { foo: 'string' },
  modalities: ['text'],
  moderation: { model: 'model', policy: { input: { mode: 'score' }, output: { mode: 'score' } } },
  n: 1,
  parallel_tool_calls: true,
  prediction: { type: 'content', content: 'string' },
  presence_penalty: -2,
  prompt_cache_key: 'prompt-cache-key-1234',
  prompt_cache_options: { mode: 'implicit', ttl: '30m' },
  prompt_cache_retention: 'in_memory',
  reasoning_effort: 'none',
  response_format: { type: 'text' },
  safety_identifier: 'safety-identifier-1234',
  seed: -9_007_199_254_740_991,
  service_tier: 'auto',
  stop: '\n',
  store: true,
  stream: false,
  stream_options: { include_obfuscation: true, include_usage: true },
  temperature: 1,
  tool_choice: 'none',
  tools: [
    {
      type: 'function',
      function: { name: 'name', description: 'description', parameters: { foo: 'bar' }, strict: true },
    },
  ],
  top_logprobs: 0,
  top_p: 1,
  user: 'user-1234',
  verbosity: 'low',
  web_search_options: {
    search_context_size: 'low',
    user_location: {
      type: 'approximate',
      approximate: { city: 'city', country: 'country', region: 'region', timezone: 'timezone' },
    },
  },
};

async function complete(service: TestApp, body: object): Promise<ChatCompletion> {
  const response = await service.post(CHAT, body);
  expect([response.status, body]).toEqual([200, body]);
  return (await response.json()) as ChatCompletion;
}

async function refuse(service: TestApp, body: object): ReturnType<typeof readError> {
  const response = await service.post(CHAT, body);
  expect([response.status, body]).toEqual([400, body]);
  return readError(response);
}

describe('the parameters of a chat completion', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  describe('when they are null', () => {
    it('should count as absent, whichever of them are', async () => {
      expect([...NULLABLE, 'messages'].sort()).toEqual(Object.keys(EVERYTHING).sort());
      expect(NULLABLE).toHaveLength(36);
      const { choices, usage } = await complete(service, LOANS);
      await fc.assert(
        fc.asyncProperty(fc.subarray(NULLABLE), async (names) => {
          const nulls = Object.fromEntries(names.map((name) => [name, null]));
          expect(await complete(service, { ...LOANS, ...nulls })).toMatchObject({ choices, usage });
        }),
        { numRuns: 25, examples: [[NULLABLE], ...NULLABLE.map((name): [string[]] => [[name]])] },
      );
    });

    it('should count as absent within other parameters too', async () => {
      const { choices } = await complete(service, LOANS);
      const nested = {
        messages: LOANS.messages.map((message) => ({ ...message, name: null })),
        tools: [{ type: 'function', function: { name: 'f', description: null, parameters: null, strict: null } }],
        prompt_cache_options: { mode: null, ttl: null },
        response_format: { type: 'text', json_schema: null },
      };
      expect((await complete(service, { ...LOANS, ...nested })).choices).toEqual(choices);
    });
  });

  describe('when they have no effect', () => {
    it.each<[object]>([
      [{ seed: 7, frequency_penalty: 1.5, presence_penalty: -1.5 }],
      [{ service_tier: 'flex', store: false, logprobs: false, n: 1, modalities: ['text'], logit_bias: { 50256: 0 } }],
      [{ prediction: { type: 'content', content: [{ type: 'text', text: 'Our loans' }] } }],
      [{ verbosity: 'high', reasoning_effort: 'minimal' }],
      [{ prompt_cache_key: 'k', prompt_cache_options: { mode: 'explicit' }, prompt_cache_retention: '24h' }],
      [{ user: 'u', safety_identifier: 's' }],
      [{ metadata: { numUserTurns: 2, nested: { any: ['thing'] } } }],
    ])('should be accepted: %j', async (fields) => {
      const { choices, service_tier: tier } = await complete(service, { ...LOANS, ...fields });
      expect(choices).toEqual((await complete(service, LOANS)).choices);
      expect(tier).toBe('default');
    });
  });

  describe('when the reply could not keep them', () => {
    it.each<[object, string, string | null]>([
      [{ n: 2 }, 'n', 'unsupported_value'],
      [{ n: 130 }, 'n', 'integer_above_max_value'],
      [{ logprobs: true }, 'logprobs', 'unsupported_parameter'],
      [{ logprobs: true, top_logprobs: 21 }, 'top_logprobs', 'integer_above_max_value'],
      [{ logit_bias: { 50256: -100 } }, 'logit_bias', 'unsupported_parameter'],
      [{ modalities: ['text', 'audio'] }, 'modalities', 'unsupported_value'],
      [{ audio: { voice: 'alloy', format: 'wav' } }, 'audio', 'unsupported_parameter'],
      [{ web_search_options: {} }, 'web_search_options', 'unsupported_parameter'],
      [{ store: true }, 'store', 'unsupported_value'],
      [{ moderation: { model: 'm' } }, 'moderation', 'unsupported_parameter'],
      [{ tools: [{ type: 'custom', custom: { name: 'c' } }] }, 'tools[0].type', 'unsupported_value'],
      [{ tools: Array(129).fill(TOOL) }, 'tools', 'array_above_max_length'],
      [{ tools: [TOOL], functions: [{ name: 'f' }] }, 'functions', 'unsupported_parameter'],
      [{ tools: [TOOL, TOOL] }, 'tools[1].function.name', 'invalid_value'],
      [{ tool_choice: 'required' }, 'tool_choice', null],
      [{ tools: [TOOL], tool_choice: 'any' }, 'tool_choice', 'invalid_value'],
      [{ tools: [TOOL], tool_choice: { type: 'function', function: { name: 'f' } } }, 'tool_choice', 'invalid_value'],
      [
        { tools: [TOOL, { type: 'function', function: { name: 'block_card' } }] },
        'tools[1].function.name',
        'invalid_value',
      ],
      [{ functions: [{ name: 'f' }, { name: 'block_card' }] }, 'functions[1].name', 'invalid_value'],
      [{ parallel_tool_calls: true }, 'parallel_tool_calls', null],
      [{ stream_options: { include_usage: true } }, 'stream_options', null],
      [{ response_format: { type: 'json_object' } }, 'messages', null],
      [
        { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'text' } } } },
        'response_format',
        null,
      ],
      [
        { response_format: { type: 'json_schema', json_schema: { name: 'x y' } } },
        'response_format.json_schema.name',
        'invalid_value',
      ],
    ])('should be refused: %j', async (fields, param, code) => {
      expect(await refuse(service, { ...LOANS, ...fields })).toMatchObject({
        type: 'invalid_request_error',
        param,
        code,
      });
    });

    it.each<[object]>([
      [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } }],
      [{ type: 'file', file: { file_id: 'file-1' } }],
    ])('should be refused within messages: %j', async (part) => {
      const messages = [HI, { role: 'user', content: [{ type: 'text', text: 'Hello' }, part] }];
      expect(await refuse(service, { messages })).toMatchObject({
        param: 'messages[1].content[1].type',
        code: 'unsupported_value',
      });
    });
  });

  it('should be refused where they hold an image, by a model that reads none', async () => {
    const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: GIF } }] };
    for (const stream of [false, true]) {
      expect(await refuse(service, { messages: [HI, image], stream })).toEqual({
        message: 'Invalid content type. image_url is only supported by certain models.',
        type: 'invalid_request_error',
        param: 'messages[1].content',
        code: 'unsupported_value',
      });
    }
  });

  describe('when they name a place on the network', () => {
    const connections: string[] = [];
    let listener: Server;
    let address: string;

    beforeAll(async () => {
      listener = createServer((request, response) => {
        connections.push(request.url ?? '');
        response.end('{}');
      });
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    });

    afterAll(async () => {
      await new Promise((resolve) => listener.close(resolve));
    });

    it('should hear of every connection that is made', async () => {
      await fetch(`${address}/control`);
      expect(connections.splice(0)).toEqual(['/control']);
    });

    it.each([
      ['/a.png', 'messages[0].content[0].image_url.url', 'unsupported_value'],
      ['/schema.json', 'response_format', null],
    ])('should be refused without a look at %s', async (path, param, code) => {
      const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: address + path } }] };
      const schema = { type: 'object', properties: { a: { $ref: address + path } } };
      const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
      const body = path.endsWith('.png') ? { messages: [image] } : { ...LOANS, response_format: format };
      expect(await refuse(service, body)).toMatchObject({ param, code });
      // A further request and its answer give a look that was begun the time to arrive.
      await complete(service, LOANS);
      expect(connections).toEqual([]);
    });
  });

  describe('when there are others beside them', () => {
    it('should be read as if the others were not there', async () => {
      const { choices } = await complete(service, LOANS);
      expect((await complete(service, { ...LOANS, top_k: 5, some_field: { id: 'c' } })).choices).toEqual(choices);
    });
  });
});

describe('the parameters of a chat completion with STRICT_PARAMETERS=true', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ STRICT_PARAMETERS: 'true' });
  });

  afterAll(async () => {
    await service.close();
  });

  it('should be refused when the API does not have them', async () => {
    expect(await refuse(service, { ...LOANS, top_k: 5 })).toEqual({
      message: 'Unrecognized request argument supplied: top_k',
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
    expect((await refuse(service, { phoneNumber: {} })).message).toMatch(/: phoneNumber$/);
  });

  it('should all be known', async () => {
    await complete(service, { ...LOANS, ...Object.fromEntries(NULLABLE.map((name) => [name, null])) });
  });

  it('should hold texts as metadata, and no more than OpenAI allows', async () => {
    await complete(service, { ...LOANS, metadata: { call: 'c-1' } });
    expect(await refuse(service, { ...LOANS, metadata: { turns: 2 } })).toMatchObject({
      param: 'metadata.turns',
      code: 'invalid_type',
    });
  });

  it('should leave the native endpoint as it is', async () => {
    expect((await service.post('/api/agent/query', { query: 'Hello', top_k: 5 })).status).toBe(200);
  });
});

describe('the parameters of a chat completion with LENIENT_PARAMETERS=true', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ LENIENT_PARAMETERS: 'true' });
  });

  afterAll(async () => {
    await service.close();
  });

  it('should be answered all at once', async () => {
    expect((await complete(service, EVERYTHING)).choices).toHaveLength(1);
  });

  it('should give one choice where more are asked for', async () => {
    const { choices } = await complete(service, { ...LOANS, n: 5, logprobs: true, store: true, max_tokens: 0 });
    expect(choices).toEqual((await complete(service, LOANS)).choices);
  });

  it('should be refused when they are of the wrong type or out of range', async () => {
    expect(await refuse(service, { ...LOANS, n: 130 })).toMatchObject({ param: 'n' });
    expect(await refuse(service, { ...LOANS, logprobs: 'yes' })).toMatchObject({ param: 'logprobs' });
  });
});
