import OpenAI from 'openai';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { LanguageModel } from '../../src/language-model/language-model';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { breaksOff, calls, says, ScriptedModel, type ScriptedStep } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';
import { readPayloads } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const HELLO = { messages: [{ role: 'user', content: 'Which loans are there?' }] };
const VOICE = createKey();
const BACK_OFFICE = createKey({ id: 'back-office', scopes: ['cards:write'] });
const ASKING = { 'x-server-timing': '1' };
const COMMENT = /^: server-timing (.*)$/;

/** The names of what was measured, in their order; each must have a time of its own. */
function sharesOf(timing: string | null | undefined): readonly string[] {
  return (timing ?? '').split(', ').map((share) => {
    const name = /^([a-z]+);dur=\d+\.\d\d$/.exec(share)?.[1];
    if (name === undefined) throw new Error(`This is no share: ${share}`);
    return name;
  });
}

describe('where the time of a reply went', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ API_KEYS: toApiKeysSetting(VOICE, BACK_OFFICE) });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    await service.close();
  });

  function play(...steps: readonly ScriptedStep[]): ScriptedModel {
    const model = new ScriptedModel(...steps);
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation((request) => model.stream(request));
    return model;
  }

  const ask = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    service.post(path, body, { headers: { ...VOICE.headers, ...headers } });

  describe('when the reply is one', () => {
    it.each([
      [CHAT, HELLO],
      [NATIVE, { query: 'Which loans are there?' }],
    ])('should tell the shares of waiting, keys, model, tools and the rest (%s)', async (path, body) => {
      const model = play(calls('list_loan_products'), says('There are three.'));
      const response = await ask(path, body);
      expect(response.status).toBe(200);
      expect(sharesOf(response.headers.get('server-timing'))).toEqual(['queue', 'auth', 'model', 'tools', 'own']);
      await response.text();
      model.assertFinished();
    });

    it('should name nothing that was not done', async () => {
      const model = play(says('Hello.'));
      const spoken = await ask(CHAT, HELLO);
      expect(sharesOf(spoken.headers.get('server-timing'))).toEqual(['queue', 'auth', 'model', 'own']);
      await spoken.text();
      model.assertFinished();
      const models = await fetch(`${service.url}/v1/models`, { headers: VOICE.headers });
      expect(sharesOf(models.headers.get('server-timing'))).toEqual(['queue', 'auth', 'own']);
    });

    it('should tell where the time of a failure went', async () => {
      play(breaksOff(new LanguageModelError('model_timeout', 'Too slow.')));
      const response = await ask(CHAT, HELLO);
      expect(response.status).toBe(504);
      expect(sharesOf(response.headers.get('server-timing'))).toEqual(['queue', 'auth', 'model', 'own']);
      await response.text();
    });

    it('should tell a key what it was spent on, also where it may not do what it asks for', async () => {
      const response = await ask(CHAT, HELLO, BACK_OFFICE.headers);
      expect(response.status).toBe(403);
      expect(sharesOf(response.headers.get('server-timing'))).toEqual(['queue', 'auth', 'own']);
      await response.text();
    });

    it.each([{ authorization: '' }, { authorization: 'Bearer tlk_wrong' }])(
      'should tell nothing to whom it does not know (%j)',
      async (headers) => {
        const response = await ask(CHAT, HELLO, headers);
        expect(response.status).toBe(401);
        expect(response.headers.has('server-timing')).toBe(false);
        await response.text();
      },
    );
  });

  describe('when the reply is a stream', () => {
    it.each([
      [CHAT, { ...HELLO, stream: true }],
      [NATIVE, { query: 'Which loans are there?', stream: true }],
    ])('should tell it in a comment before the end, for who asks (%s)', async (path, body) => {
      const model = play(calls('list_loan_products'), says('There are ', 'three.'));
      const response = await ask(path, body, ASKING);
      expect(response.headers.has('server-timing')).toBe(false);
      const frames = (await response.text()).split('\n\n');
      expect(frames.slice(-2)).toEqual(['data: [DONE]', '']);
      const comments = frames.filter((frame) => !frame.startsWith('data: ')).slice(0, -1);
      expect(comments).toEqual([frames.at(-3)]);
      const [, timing] = COMMENT.exec(comments[0] ?? '') ?? [];
      expect(sharesOf(timing)).toEqual(['queue', 'auth', 'model', 'tools', 'own']);
      model.assertFinished();
    });

    it('should hold nothing but data for anybody else', async () => {
      play(says('There are three.'));
      const response = await ask(CHAT, { ...HELLO, stream: true }, { 'x-server-timing': '0' });
      expect(readPayloads(await response.text()).at(-1)).toBe('[DONE]');
      expect(response.headers.has('server-timing')).toBe(false);
    });

    it("should be read by OpenAI's client all the same", async () => {
      play(says('There are ', 'three.'));
      const settings = { baseURL: `${service.url}/v1`, apiKey: VOICE.key, defaultHeaders: ASKING };
      const stream = await new OpenAI(settings).chat.completions.create({
        model: 'any',
        messages: [{ role: 'user', content: 'Which loans are there?' }],
        stream: true,
      });
      let text = '';
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
      expect(text).toBe('There are three.');
    });
  });
});
