import type { ChatCompletion } from 'openai/resources/chat/completions';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../support/bedrock-emulator/bedrock-emulator';
import { asArray, asObject, contentOf, offeredToolNames, toolIdsOf } from '../support/bedrock-emulator/converse-body';
import { STEPPED_SENTENCES } from '../support/bedrock-emulator/plan-reply';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';
import { readChunks } from '../support/wire';

const CHAT = '/v1/chat/completions';
const LEAVERS = 8;
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const toolNamed = (name: string): object => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
});
const CLIENT_NAMES = ['get_weather', 'get_time', 'get_news'];
const TOOLS = CLIENT_NAMES.map(toolNamed);
const MIXED = 'CALL_TOOL list_loan_products {} CALL_TOOL get_weather {"city":"Paris"}';

type Message = ChatCompletion['choices'][number]['message'];

describe('what Bedrock gets of a request', () => {
  let emulator: BedrockEmulator;
  let service: TestApp;
  let restoreEnvironment: () => void;

  beforeEach(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    emulator = await new BedrockEmulator().start();
    service = await startTestApp({
      MODEL: 'amazon.nova-lite-v1:0',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
    });
  });

  afterEach(async () => {
    await service.close();
    await emulator.stop();
    restoreEnvironment();
  });

  const user = (content: unknown): object => ({ role: 'user', content });
  const lastBody = (): unknown => emulator.lastRequest?.body;
  const toolChoiceOf = (body: unknown): unknown => asObject(asObject(body).toolConfig).toolChoice;

  async function ask(messages: readonly object[], fields: object = {}): Promise<ChatCompletion['choices'][number]> {
    const response = await service.post(CHAT, { messages, ...fields });
    expect(response.status).toBe(200);
    const [choice] = ((await response.json()) as ChatCompletion).choices;
    if (choice === undefined) throw new Error('There is no choice.');
    return choice;
  }

  describe('when a message holds an image', () => {
    it.each([false, true])('should be its bytes (stream: %s)', async (stream) => {
      const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } };
      const messages = [user([{ type: 'text', text: 'What is this? N=1' }, image])];
      const response = await service.post(CHAT, { messages, stream });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('word0');
      const [message] = asArray(asObject(lastBody()).messages);
      expect(contentOf(message)).toEqual([
        { image: { format: 'png', source: { bytes: PNG } } },
        { text: 'What is this? N=1' },
      ]);
    });
  });

  describe('when a choice of tools is made', () => {
    it('should be the one tool that is named, and that it must be called', async () => {
      const fields = { tools: TOOLS, tool_choice: { type: 'function', function: { name: 'get_time' } } };
      const choice = await ask([user('CALL_TOOL get_time {"city":"Oslo"}')], fields);
      expect(offeredToolNames(lastBody())).toEqual(['get_time']);
      expect(toolChoiceOf(lastBody())).toEqual({ tool: { name: 'get_time' } });
      expect(choice).toMatchObject({
        finish_reason: 'stop',
        message: { tool_calls: [{ function: { name: 'get_time' } }] },
      });
    });

    it('should be the same for a function of the deprecated form', async () => {
      const functions = ['get_weather', 'get_time'].map((name) => ({ name }));
      const choice = await ask([user('CALL_TOOL get_time {}')], { functions, function_call: { name: 'get_time' } });
      expect(toolChoiceOf(lastBody())).toEqual({ tool: { name: 'get_time' } });
      expect(choice).toMatchObject({ finish_reason: 'stop', message: { function_call: { name: 'get_time' } } });
    });

    it.each([
      ['auto', undefined],
      ['required', { any: {} }],
    ])('should be the allowed tools, and no other of the client (%s)', async (mode, toolChoice) => {
      const allowed = ['get_weather', 'get_news'].map((name) => ({ type: 'function', function: { name } }));
      const fields = {
        tools: TOOLS,
        tool_choice: { type: 'allowed_tools', allowed_tools: { mode, tools: allowed } },
      };
      const choice = await ask([user('CALL_TOOL get_news {}')], fields);
      const offered = offeredToolNames(lastBody());
      expect(CLIENT_NAMES.filter((name) => offered.includes(name))).toEqual(['get_weather', 'get_news']);
      expect(toolChoiceOf(lastBody())).toEqual(toolChoice);
      expect(choice).toMatchObject({
        finish_reason: 'tool_calls',
        message: { tool_calls: [{ function: { name: 'get_news' } }] },
      });
    });
  });

  describe('when the model calls a tool of the server and one of the client at once', () => {
    it.each([false, true])('should be both with both results in the next round (stream: %s)', async (stream) => {
      const called = await first(stream);
      expect(called.tool_calls).toHaveLength(1);
      const [call] = called.tool_calls ?? [];
      expect(call).toMatchObject({
        type: 'function',
        function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
      });
      expect(emulator.requests).toBe(1);

      const result = { role: 'tool', tool_call_id: call?.id, content: '{"celsius":21}' };
      const answered = await ask([user(MIXED), called, result], { tools: TOOLS });
      expect(emulator.requests).toBe(2);
      expect(answered.finish_reason).toBe('stop');
      expect(answered.message).not.toHaveProperty('tool_calls');
      const [, calling, results] = asArray(asObject(lastBody()).messages);
      const names = contentOf(calling).map((block) => asObject(block.toolUse).name);
      expect(names).toEqual(['list_loan_products', 'get_weather']);
      expect(toolIdsOf(results, 'toolResult')).toEqual(toolIdsOf(calling, 'toolUse'));
      const [ours, theirs] = contentOf(results).map((block) => JSON.stringify(block.toolResult));
      expect(ours).toContain('annual_rate_percent');
      expect(theirs).toContain('celsius');
      expect(asArray(asObject(lastBody()).messages)).toHaveLength(3);
    });

    async function first(stream: boolean): Promise<Message> {
      const fields = { messages: [user(MIXED)], tools: TOOLS };
      if (!stream) return (await ask(fields.messages, fields)).message;
      const text = await (await service.post(CHAT, { ...fields, stream })).text();
      expect(text).not.toContain('list_loan_products');
      const deltas = (readChunks(text) as { choices: { delta: Partial<Message> }[] }[]).map(
        ({ choices }) => choices[0]?.delta.tool_calls?.[0],
      );
      const [begun, ...rest] = deltas.filter((delta) => delta !== undefined);
      if (begun?.type !== 'function') throw new Error('There is no call.');
      const pieces = [begun, ...rest].map((piece) => ('function' in piece ? piece.function.arguments : ''));
      const called = { name: begun.function.name, arguments: pieces.join('') };
      return {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [{ id: begun.id, type: 'function', function: called }],
      };
    }
  });

  describe('when the model speaks', () => {
    it('should reach the client event by event, none of them waiting for the next', async () => {
      const pending = service.post(CHAT, { messages: [user('STEP')], stream: true });
      // The start of the message, which says nothing.
      emulator.step();
      emulator.step();
      const reader = (await pending).body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      const hear = async (words: string): Promise<void> => {
        while (!heard.includes(words)) {
          const { done = true, value = '' } = (await reader?.read()) ?? {};
          if (done) throw new Error(`The stream ended before ${words}: ${heard}`);
          heard += value;
        }
      };
      const [firstSentence = '', ...others] = STEPPED_SENTENCES.map((sentence) => sentence.trim());
      await hear(firstSentence);
      for (const sentence of others) {
        expect(heard).not.toContain(sentence);
        emulator.step();
        await hear(sentence);
      }
      expect(heard).not.toContain('"finish_reason":"stop"');
      // The end of the block, that of the message, and the usage.
      for (let count = 0; count < 3; count += 1) emulator.step();
      await hear('data: [DONE]');
    });
  });

  describe('when callers leave', () => {
    it('should be taken back: no request and no connection stays open', async () => {
      const controllers = Array.from({ length: LEAVERS }, () => new AbortController());
      const asked = controllers.map(({ signal }, index) =>
        service
          .post(CHAT, { messages: [user('N=1000 GAP=20')], stream: index % 2 === 0 }, { signal })
          .then((response) => response.text())
          .catch(() => 'gone'),
      );
      await waitUntil(() => emulator.openRequests === LEAVERS);
      expect(emulator.openConnections).toBe(LEAVERS);
      for (const controller of controllers) controller.abort();
      expect(await Promise.all(asked)).toEqual(Array(LEAVERS).fill('gone'));
      await waitUntil(() => emulator.openRequests === 0 && emulator.openConnections === 0);
      expect(emulator.abortedStreams).toBe(LEAVERS);
    });
  });
});
