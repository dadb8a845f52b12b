import { startTestApp, type TestApp } from '../../support/test-app';
import { type ApiDocument, fetchApiDocument, findOperation, SchemaCompiler } from './api-document';

const IMAGE = { type: 'image_url', image_url: { url: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC' } };

/** What the example of a parameter needs beside it. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  tool_choice: ['tools'],
  parallel_tool_calls: ['tools'],
  function_call: ['functions'],
};

describe('the documented parameters of a chat completion', () => {
  let service: TestApp;
  let document: ApiDocument;
  let schemas: SchemaCompiler;

  beforeAll(async () => {
    service = await startTestApp();
    document = await fetchApiDocument(service);
    schemas = new SchemaCompiler(document);
  });

  afterAll(async () => {
    await service.close();
  });

  it.each([
    ['null for what may be left out', { model: null, temperature: null, stop: null, stream: null, user: null }, 200],
    ['null for the deprecated and the nested', { max_tokens: null, stream_options: null, metadata: null }, 200],
    ['one stop text', { stop: '###' }, 200],
    ['five stop texts', { stop: ['a', 'b', 'c', 'd', 'e'] }, 400],
    ['no stop text', { stop: [] }, 400],
    ['a stop that is a number', { stop: 3 }, 400],
    ['the highest temperature', { temperature: 2 }, 200],
    ['a temperature too high', { temperature: 2.1 }, 400],
    ['a temperature below zero', { temperature: -0.1 }, 400],
    ['a temperature in words', { temperature: '1' }, 400],
    ['a top_p too high', { top_p: 1.1 }, 400],
    ['no tokens', { max_completion_tokens: 0 }, 400],
    ['half a token', { max_tokens: 1.5 }, 400],
    ['an empty model name', { model: '' }, 400],
    ['a model name too long', { model: 'm'.repeat(257) }, 400],
    ['a stream in words', { stream: 'true' }, 400],
    ['options in words', { stream_options: 'include_usage' }, 400],
    ['metadata in an array', { metadata: ['a'] }, 400],
    ['any other field', { seed: 7 }, 200],
    ['messages of null', { messages: null }, 400],
    ['no message', { messages: [] }, 400],
    ['an unknown role', { messages: [{ role: 'robot', content: 'Hello' }] }, 400],
    ['no role', { messages: [{ content: 'Hello' }] }, 400],
    ['text parts', { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] }, 200],
    ['no text part', { messages: [{ role: 'user', content: [] }] }, 400],
    ['an image that is nowhere', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 400],
    ['an image of the system', { messages: [{ role: 'system', content: [IMAGE] }] }, 400],
    ['content that is a number', { messages: [{ role: 'user', content: 3 }] }, 400],
    ['a nameless speaker', { messages: [{ role: 'user', content: 'Hello', name: null }] }, 200],
    ['no call', { messages: [{ role: 'assistant', tool_calls: [] }] }, 400],
    ['a result without an id', { messages: [{ role: 'tool', content: 'x' }] }, 400],
    ['a function without a name', { messages: [{ role: 'function', content: 'x' }] }, 400],
    ['an assistant who refused', { messages: [{ role: 'assistant', content: null, refusal: 'No.' }] }, 200],
    ['too many choices', { n: 129 }, 400],
    ['a penalty too low', { presence_penalty: -2.1 }, 400],
    ['probabilities of too many', { top_logprobs: 21 }, 400],
    ['a bias too strong', { logit_bias: { a: 101 } }, 400],
    ['no modality', { modalities: [] }, 400],
    ['an unknown modality', { modalities: ['smell'] }, 400],
    ['an unknown effort', { reasoning_effort: 'enormous' }, 400],
    ['an unknown tier', { service_tier: 'gold' }, 400],
    ['an identifier too long', { safety_identifier: 's'.repeat(65) }, 400],
    ['a tool', { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto' }, 200],
    ['no tool', { tools: [] }, 200],
    ['a tool of an unknown kind', { tools: [{ type: 'web_search' }] }, 400],
    ['a tool with a space in its name', { tools: [{ type: 'function', function: { name: 'a b' } }] }, 400],
    ['a choice in other words', { tool_choice: 'any' }, 400],
    ['a choice of an unknown kind', { tool_choice: { type: 'any' } }, 400],
    ['no function', { functions: [] }, 400],
    ['a format in words', { response_format: 'text' }, 400],
    ['a format without its schema', { response_format: { type: 'json_schema' } }, 400],
    ['a voice that is a number', { audio: { voice: 3, format: 'wav' } }, 400],
  ])('should be allowed and forbidden as the service does it: %s', async (_what, fields, status) => {
    const operation = findOperation(document, 'createChatCompletion');
    const body = { messages: [{ role: 'user', content: 'Hello' }], ...fields };
    const validate = schemas.compileNamed('CreateChatCompletionRequest');
    expect((await service.post(operation.path, body)).status).toBe(status);
    expect(validate(body)).toBe(status === 200);
  });

  it('should each say what becomes of it, and show an example that is answered', async () => {
    const { path } = findOperation(document, 'createChatCompletion');
    const { properties } = document.components.schemas.CreateChatCompletionRequest ?? {};
    const parameters = Object.entries(properties ?? {}) as [string, { description?: string; example?: unknown }][];
    expect(parameters).toHaveLength(37);
    const examples = new Map(parameters.map(([name, { example }]) => [name, example]));
    const validate = schemas.compileNamed('CreateChatCompletionRequest');
    for (const [name, { description, example }] of parameters) {
      expect([name, description]).toEqual([
        name,
        expect.stringMatching(/^(Honoured[.:]|Accepted without effect[.:]|Refused[ :,])/),
      ]);
      expect([name, example]).not.toEqual([name, undefined]);
      const companions = (COMPANIONS[name] ?? []).map((other): [string, unknown] => [other, examples.get(other)]);
      const stream = name === 'stream_options' ? { stream: true } : {};
      const messages = [{ role: 'user', content: 'Hello' }];
      const body = { messages, ...stream, ...Object.fromEntries(companions), [name]: example };
      expect([name, schemas.explain(validate, body)]).toEqual([name, '']);
      expect([name, (await service.post(path, body)).status]).toEqual([name, 200]);
    }
  });
});
