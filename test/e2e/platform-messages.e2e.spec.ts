import type { ChatCompletion } from 'openai/resources/chat/completions';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../support/bedrock-emulator/bedrock-emulator';
import { asArray, asObject, contentOf } from '../support/bedrock-emulator/converse-body';
import { startTestApp, type TestApp } from '../support/test-app';

const user = (content: unknown): object => ({ role: 'user', content });
const assistant = (content: unknown): object => ({ role: 'assistant', content });
const system = (content: unknown): object => ({ role: 'system', content });
const result = (id: string, content: unknown = 'sunny'): object => ({ role: 'tool', tool_call_id: id, content });
const called = (content: unknown, ...ids: readonly string[]): object => ({
  role: 'assistant',
  content,
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'get_weather', arguments: '{}' } })),
});
const FILLER = assistant('One moment.');
const HI = user('Hello');
const WAIT = user('Wait, what loans are there?');
const TOOLS = [{ type: 'function', function: { name: 'get_weather' } }];

type Row = readonly [what: string, messages: readonly object[]];

/** As in captured requests of voice platforms. */
const SHAPES: readonly Row[] = [
  ['only instructions', [system('You answer the phone.')]],
  ['instructions of nothing', [system(null), HI]],
  ['instructions everywhere', [system('Be brief.'), HI, system('The caller is silent.'), system('Ask again.')]],
  ['instructions of the developer', [{ role: 'developer', content: null }, { role: 'developer', content: 'Hi' }, HI]],
  ['the greeting of the platform first', [system('Be brief.'), assistant('Hi, this is the card line.'), HI]],
  ['null of the caller', [user(null)]],
  ['null of the caller, and then words', [user(null), HI]],
  ['null of the assistant', [HI, assistant(null), WAIT]],
  ['an empty text of each', [system(''), user(''), assistant(''), WAIT]],
  ['runs of the caller', [HI, user('Are you there?'), WAIT]],
  ['runs of the assistant', [HI, assistant('Hello.'), assistant('Are you still there?'), WAIT]],
  ['the assistant last', [HI, assistant('Are you still there?')]],
  ['null beside calls', [HI, called(null, 'a'), result('a')]],
  ['an empty text beside calls', [HI, called('', 'a'), result('a', 'Success.'), WAIT]],
  ['a result of nothing', [HI, called(null, 'a'), result('a', null)]],
  ['a function of the older form', [HI, { role: 'function', name: 'get_weather', content: null }]],
  [
    'a call of the older form',
    [
      HI,
      { role: 'assistant', content: null, function_call: { name: 'get_weather', arguments: '{}' } },
      { role: 'function', name: 'get_weather', content: 'sunny' },
    ],
  ],
  ['fields of its own', [{ ...HI, metadata: { words: [{ word: 'Hello', confidence: 0.9 }] }, time: 1, name: null }]],
];

const INTERRUPTED = 'a: (interrupted)';
const ANSWERED = 'a: sunny';

/** Each with the results that a model reads. */
const CUT_HISTORIES: readonly (readonly [...Row, results: readonly string[]])[] = [
  ['the caller spoke before the result', [HI, called(null, 'a'), WAIT], [INTERRUPTED]],
  ['nobody has spoken since the call', [HI, called(null, 'a')], [INTERRUPTED]],
  ['the caller spoke over a filler', [HI, called(null, 'a'), FILLER, WAIT], [INTERRUPTED]],
  ['over a filler, and the result came late', [HI, called(null, 'a'), FILLER, WAIT, result('a')], [ANSWERED]],
  ['over a filler, and was answered', [HI, called(null, 'a'), FILLER, WAIT, assistant('Two.'), HI], [INTERRUPTED]],
  ['the filler came last', [HI, called(null, 'a'), FILLER], [INTERRUPTED]],
  ['the result came after the filler', [HI, called(null, 'a'), FILLER, result('a')], [ANSWERED]],
  ['some of the results came', [HI, called('', 'a', 'b'), result('a'), FILLER, WAIT], [ANSWERED, 'b: (interrupted)']],
  [
    'the next turn calls too',
    [HI, called(null, 'a'), FILLER, WAIT, called(null, 'b'), result('b')],
    [INTERRUPTED, 'b: sunny'],
  ],
];

describe('the messages that voice platforms send', () => {
  let emulator: BedrockEmulator;
  let restoreEnvironment: () => void;
  let onBedrock: TestApp;
  let embedded: TestApp;

  beforeAll(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    emulator = await new BedrockEmulator().start();
    onBedrock = await startTestApp({
      MODEL: 'amazon.nova-lite-v1:0',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
    });
    embedded = await startTestApp();
  });

  afterAll(async () => {
    await Promise.all([onBedrock.close(), embedded.close()]);
    await emulator.stop();
    restoreEnvironment();
  });

  async function listen(service: TestApp, messages: readonly object[]): Promise<string> {
    const response = await service.post('/v1/chat/completions', { messages, tools: TOOLS });
    expect([response.status, await response.clone().text()]).toEqual([200, expect.anything()]);
    const { choices } = (await response.json()) as ChatCompletion;
    return choices[0]?.message.content ?? '';
  }

  it.each(SHAPES)('should be answered in words: %s', async (_what, messages) => {
    for (const service of [embedded, onBedrock]) expect(await listen(service, messages)).toMatch(/\w/);
  });

  describe('when a turn was cut off', () => {
    it.each(CUT_HISTORIES)('should give a model a result for each call: %s', async (_what, messages, results) => {
      expect(await listen(embedded, messages)).toMatch(/\w/);
      // The stand-in for Bedrock refuses what Bedrock refuses.
      expect(await listen(onBedrock, messages)).toMatch(/\w/);
      expect(readResults(emulator.lastRequest?.body)).toEqual(results);
    });
  });
});

/** Each result of a request to Bedrock, as `id: text`. */
function readResults(body: unknown): readonly string[] {
  const blocks = asArray(asObject(body).messages).flatMap(contentOf);
  return blocks.flatMap(({ toolResult }) => {
    if (toolResult === undefined) return [];
    const { toolUseId, content } = asObject(toolResult);
    return [`${String(toolUseId)}: ${String(asObject(asArray(content)[0]).text)}`];
  });
}
