import { AgentService } from '../../src/agent/agent.service';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError, readPayloads } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const HI = { messages: [{ role: 'user', content: 'Hello' }] };

interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly msg: string;
  readonly requestId?: string;
  readonly durationMs?: number;
  readonly endUser?: string;
  readonly err?: { readonly message: string; readonly stack: string };
}

describe('the log', () => {
  let service: TestApp;

  beforeEach(async () => {
    service = await startTestApp({ LOG_LEVEL: 'trace' });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  const lines = (): readonly LogLine[] =>
    service
      .logs()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);

  /** The access line is written after the reply has left, so a client may be faster than it. */
  async function linesOf(requestId: string): Promise<readonly LogLine[]> {
    for (;;) {
      const found = lines().filter((line) => line.requestId === requestId);
      if (found.some(({ durationMs, msg }) => durationMs !== undefined && msg.includes(' /'))) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const isAccessLine = ({ msg }: LogLine): boolean => /^[A-Z]+ \/\S* \d{3}/.test(msg);

  function failWith(error: Error, ...pieces: readonly string[]): void {
    jest.spyOn(service.app.get(AgentService), 'run').mockImplementation(async function* () {
      await Promise.resolve();
      yield { type: 'turn-start', model: 'm' };
      for (const text of pieces) yield { type: 'text-delta', text };
      throw error;
    });
  }

  describe('when requests come in', () => {
    const requests: readonly (readonly [string, string, unknown, number])[] = [
      ['a completion', CHAT, HI, 200],
      ['a stream', CHAT, { ...HI, stream: true }, 200],
      ['a bad request', CHAT, {}, 400],
      ['malformed JSON', CHAT, '{', 400],
      ['an unknown path', '/nowhere', {}, 404],
      ['a wrong method', '/v1/models', {}, 405],
      ['a native query', NATIVE, { query: 'Hello' }, 200],
    ];

    it.each(requests)('should have one access line for %s', async (_what, ...[path, body, status]) => {
      const response = await service.post(`${path}?token=secret`, body);
      await response.text();
      expect(response.status).toBe(status);
      const requestId = response.headers.get('x-request-id') ?? '';
      const access = (await linesOf(requestId)).filter(isAccessLine);
      expect(access).toHaveLength(1);
      expect(access[0]).toMatchObject({ level: 'info', requestId, msg: `POST ${path} ${status}` });
      expect(access[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(service.logs()).not.toContain('token=secret');
    });

    it('should bind what happens in a request to its id', async () => {
      await service.post(CHAT, HI, { headers: { 'x-request-id': 'turn-1' } });
      const messages = (await linesOf('turn-1')).map(({ msg }) => msg);
      expect(messages).toContain('Turn answered');
    });
  });

  it('should tell end users apart, and not who they are', async () => {
    const endUserOf = async (requestId: string, body: object): Promise<unknown> => {
      await service.post(CHAT, { ...HI, ...body }, { headers: { 'x-request-id': requestId } });
      return (await linesOf(requestId)).find(({ msg }) => msg === 'Turn answered')?.endUser;
    };
    const first = await endUserOf('turn-1', { safety_identifier: 'zebra-1' });
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(await endUserOf('turn-2', { user: 'zebra-1' })).toBe(first);
    expect(await endUserOf('turn-3', { user: 'zebra-2' })).not.toBe(first);
    expect(await endUserOf('turn-4', {})).toBeUndefined();
    expect(service.logs()).not.toContain('zebra');
  });

  describe('when a request carries secrets', () => {
    const words = 'zebra umbrella';
    const secrets = {
      authorization: 'Bearer sk-very-secret-1',
      'x-vapi-secret': 'vapi-very-secret-2',
      'api-key': 'key-very-secret-3',
      cookie: 'session=very-secret-4',
    };
    const forbidden = [
      ...['very-secret', 'zebra', 'umbrella', 'Bearer'],
      ...['1234567890', '5550100001', '(234) 567-890', '4111111111111111', '4111 1111 1111 1111'],
    ];

    const requests: readonly (readonly [string, string, unknown])[] = [
      ['an answered turn', CHAT, chat(`${words} 4111 1111 1111 1111 [phone: +1234567890]`)],
      ['a card dialogue', CHAT, chat('Block my credit card [phone: +1234567890]')],
      ['a claimed number', CHAT, chat('Block my card, my number is +1 (234) 567-890')],
      ['a stream', CHAT, { ...chat(`${words} 4111111111111111`), stream: true }],
      ['a user and metadata', CHAT, { ...chat('Hello'), user: '+15550100001', metadata: { call: words } }],
      ['a tag that holds no number', CHAT, chat(`${words} [phone: 4111111111111111x]`)],
      ['a bad field', CHAT, { ...chat(words), stop: { zebra: '4111111111111111' } }],
      ['a bad role', CHAT, { messages: [{ role: words, content: words }] }],
      ['malformed JSON', CHAT, `{"messages":"${words} 4111111111111111`],
      ['a native query', NATIVE, { query: `${words} 4111111111111111`, phone_number: '+1234567890' }],
      ['a native card dialogue', NATIVE, { query: 'Block my credit card', phone_number: '+15550100001' }],
      ['a card number in the path', '/v1/models/4111111111111111', {}],
      ['a telephone number in the path', '/v1/models/+15550100001', {}],
    ];

    function chat(content: string): object {
      return { messages: [{ role: 'user', content }] };
    }

    it.each(requests)('should hold nothing of %s', async (_what, path, body) => {
      const response = await service.post(path, body, { headers: { ...secrets, 'x-request-id': 'secret-turn' } });
      await response.text();
      await linesOf('secret-turn');
      for (const text of forbidden) expect(service.logs()).not.toContain(text);
    });

    it('should hold nothing of an error that repeats them', async () => {
      failWith(new Error('The upstream said: card 4111 1111 1111 1111 of +1234567890'));
      const response = await service.post(CHAT, HI, { headers: { 'x-request-id': 'leak' } });
      expect(response.status).toBe(500);
      await linesOf('leak');
      expect(service.logs()).toContain('The upstream said');
      for (const text of forbidden) expect(service.logs()).not.toContain(text);
    });
  });

  describe('when something fails that nobody expected', () => {
    const failure = new Error('The roof is leaking', { cause: new Error('because of the rain') });

    it.each([
      [CHAT, HI],
      [CHAT, { ...HI, stream: true }],
      [NATIVE, { query: 'Hello' }],
      [NATIVE, { query: 'Hello', stream: true }],
    ])('should answer 500 without internals, and log the cause (%s, %j)', async (path, body) => {
      failWith(failure);
      const response = await service.post(path, body);
      expect(response.status).toBe(500);
      const error = await readError(response);
      const requestId = response.headers.get('x-request-id') ?? '';
      expect(error).toMatchObject({ type: 'server_error', param: null, code: null });
      expect(error.message).toContain(requestId);
      expect(error.message).not.toMatch(/roof|rain|\.ts|\.js/);
      const logged = (await linesOf(requestId)).find(({ msg }) => msg === 'A request failed');
      expect(logged).toMatchObject({ level: 'error', requestId });
      expect(logged?.err?.message).toContain('The roof is leaking');
      expect(logged?.err?.stack).toContain('because of the rain');
    });

    it.each([
      [CHAT, { ...HI, stream: true }],
      [NATIVE, { query: 'Hello', stream: true }],
    ])('should end a stream that is under way with one error frame (%s)', async (path, body) => {
      failWith(failure, 'One moment', ', please');
      const response = await service.post(path, body, { headers: { 'x-request-id': 'broken' } });
      expect(response.status).toBe(200);
      const payloads = readPayloads(await response.text());
      expect(payloads).not.toContain('[DONE]');
      expect(payloads.filter((payload) => payload.includes('"error"'))).toEqual([payloads.at(-1)]);
      expect(payloads.at(-1)).not.toMatch(/roof|rain/);
      const logged = (await linesOf('broken')).find(({ msg }) => msg === 'A stream broke off');
      expect(logged).toMatchObject({ level: 'error', requestId: 'broken' });
      expect(logged?.err?.stack).toContain('because of the rain');
    });

    it('should log an upstream failure with its own words, and answer without them', async () => {
      failWith(new LanguageModelError('model_throttled', 'arn:aws:bedrock says too many', { retryAfterSeconds: 7 }));
      const response = await service.post(CHAT, HI, { headers: { 'x-request-id': 'throttled' } });
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('7');
      expect(await readError(response)).toMatchObject({ type: 'requests', code: 'rate_limit_exceeded' });
    });
  });

  describe('when the caller hangs up in the middle of a stream', () => {
    it('should be no error', async () => {
      const controller = new AbortController();
      const init = { signal: controller.signal, headers: { 'x-request-id': 'gone' } };
      const loans = [{ role: 'user', content: 'What loan options are available?' }];
      const response = await service.post(CHAT, { messages: loans, stream: true }, init);
      await response.body?.getReader().read();
      controller.abort();
      const found = await linesOf('gone');
      expect(found.filter(({ level }) => level === 'error')).toEqual([]);
    });
  });
});
