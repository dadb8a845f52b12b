import OpenAI from 'openai';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import { type AgentReplyDto } from '../../src/agent/native/agent-reply.dto';
import { type AccessScope } from '../../src/common/access';
import { Database } from '../../src/database/database';
import { createKey, type TestKey, toApiKeysSetting } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';

const VOICE = createKey({ id: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'] });
const WEB = createKey({ id: 'web', tenant: 'acme', scopes: ['chat'] });
const OTHER = createKey({ id: 'other', tenant: 'other-bank', scopes: ['chat', 'assert_caller'] });
const BACK_OFFICE = createKey({ id: 'back-office', tenant: 'office', scopes: ['cards:write'] });
const NOT_LISTED = createKey({ id: 'voice', tenant: 'acme' });

type Headers = Readonly<Record<string, string>>;

const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };

const ENDPOINTS = [
  { method: 'POST', path: CHAT, body: HELLO, scope: 'chat' },
  { method: 'POST', path: '/api/agent/query/openai', body: HELLO, scope: 'chat' },
  { method: 'POST', path: '/chat/completions', body: HELLO, scope: 'chat' },
  { method: 'POST', path: CHAT, body: { ...HELLO, stream: true }, scope: 'chat' },
  { method: 'POST', path: NATIVE, body: { query: 'Hello' }, scope: 'chat' },
  { method: 'GET', path: '/v1/models', body: undefined, scope: undefined },
  { method: 'GET', path: '/v1/models/embedded-dialog-1', body: undefined, scope: undefined },
] as const satisfies readonly {
  method: string;
  path: string;
  body: object | undefined;
  scope?: AccessScope | undefined;
}[];

describe('access with api keys', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ LOG_LEVEL: 'trace', API_KEYS: toApiKeysSetting(VOICE, WEB, OTHER, BACK_OFFICE) });
  });

  afterAll(async () => {
    await service.close();
  });

  function send({ method, path, body }: (typeof ENDPOINTS)[number], headers: Headers): Promise<Response> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(service.url + path, { method, headers: { 'content-type': 'application/json', ...headers }, ...init });
  }

  describe.each(ENDPOINTS)('when $method $path is asked', (endpoint) => {
    it.each<[string, Headers]>([
      ['as a bearer token', VOICE.headers],
      ['as a bearer token in lower case', { authorization: `bearer ${VOICE.key}` }],
      ['bare', { authorization: VOICE.key }],
      ['in the header of Azure', { 'api-key': VOICE.key }],
    ])('should take a key %s', async (_how, headers) => {
      const response = await send(endpoint, headers);
      await response.text();
      expect(response.status).toBe(200);
    });

    it.each<[string, Headers]>([
      ['no key', {}],
      ['an empty one', { authorization: '' }],
      ['a scheme without a key', { authorization: 'Bearer' }],
      ['an empty header of Azure', { 'api-key': '' }],
      ['a key where none is looked for', { 'x-api-key': VOICE.key, cookie: `key=${VOICE.key}` }],
    ])('should ask for a key when there is %s', async (_what, headers) => {
      const response = await send(endpoint, headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const error = await readError(response);
      expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code: null });
      expect(error.message).toMatch(/^You didn't provide an API key/);
    });

    it.each<[string, string]>([
      ['that is not listed', NOT_LISTED.key],
      ['cut short', VOICE.key.slice(0, -1)],
      ['with more behind it', `${VOICE.key}, ${VOICE.key}`],
      ['by its digest', VOICE.entry.slice(-64)],
      ['by its entry', VOICE.entry],
      ['by its id', 'voice'],
      ['of nobody', 'anonymous'],
    ])('should refuse a key %s, without repeating it', async (_what, key) => {
      const response = await send(endpoint, { authorization: `Bearer ${key}` });
      expect(response.status).toBe(401);
      const error = await readError(response);
      expect(error).toMatchObject({ message: 'Incorrect API key provided.', code: 'invalid_api_key', param: null });
    });

    it('should go by the scopes of the key', async () => {
      const response = await send(endpoint, BACK_OFFICE.headers);
      if (endpoint.scope === undefined) {
        expect(response.status).toBe(200);
        return;
      }
      expect(response.status).toBe(403);
      const error = await readError(response);
      expect(error).toMatchObject({ type: 'permission_error', param: null, code: 'missing_scope' });
      expect(error.message).toContain(`Missing scopes: ${endpoint.scope}.`);
    });
  });

  describe('when no key is needed', () => {
    it.each(['/health/live', '/health/ready', '/docs', '/docs-json'])('should answer at %s', async (path) => {
      for (const headers of [{}, NOT_LISTED.headers])
        expect((await fetch(service.url + path, { headers })).status).toBe(200);
    });

    it('should say of an unknown path that it does not exist', async () => {
      expect((await service.post('/nowhere', {})).status).toBe(404);
    });
  });

  describe("when OpenAI's client calls", () => {
    const ask = ({ key }: TestKey): Promise<unknown> =>
      new OpenAI({ baseURL: `${service.url}/v1`, apiKey: key, maxRetries: 0 }).chat.completions.create({
        model: 'any',
        messages: [{ role: 'user', content: 'Hello' }],
      });

    it('should see its own errors', async () => {
      await expect(ask(VOICE)).resolves.toMatchObject({ object: 'chat.completion' });
      await expect(ask(NOT_LISTED)).rejects.toThrow(OpenAI.AuthenticationError);
      await expect(ask(NOT_LISTED)).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
      await expect(ask(BACK_OFFICE)).rejects.toThrow(OpenAI.PermissionDeniedError);
      await expect(ask(BACK_OFFICE)).rejects.toMatchObject({ status: 403, code: 'missing_scope' });
    });
  });

  describe('when two parties name the same conversation', () => {
    async function query(key: TestKey, body: object): Promise<AgentReplyDto> {
      const response = await service.post(NATIVE, body, { headers: key.headers });
      expect(response.status).toBe(200);
      return (await response.json()) as AgentReplyDto;
    }

    async function chat(key: TestKey, texts: readonly string[]): Promise<string> {
      const messages = texts.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));
      const response = await service.post(CHAT, { messages }, { headers: key.headers });
      return ((await response.json()) as ChatCompletion).choices[0]?.message.content ?? '';
    }

    async function countActs(): Promise<number> {
      const rows = await service.app.get(Database).queries.selectFrom('card_action').select('id').execute();
      return rows.length;
    }

    it.each([
      { who: 'another tenant', key: OTHER, number: '+1234567890', conversation_id: 'call-1' },
      { who: 'a key that may not assert callers', key: WEB, number: '+15550100005', conversation_id: 'call-2' },
    ])('should give nothing of it to $who', async ({ key, number, conversation_id }) => {
      const before = await countActs();
      const asked = await query(VOICE, { query: 'Block my credit card', phone_number: number, conversation_id });
      expect(asked).toMatchObject({ conversation_id, actions: [{ tool: 'block_card', status: 'proposed' }] });

      // Neither the number, nor the words, nor the question of the other party are known here.
      const unknown = await query(key, { query: 'yes', conversation_id });
      expect(unknown.actions.map(({ status }) => status)).not.toContain('done');
      const blind = await query(key, { query: 'Block my credit card', conversation_id });
      expect(blind.answer).toMatch(/phone number/);
      const known = await query(key, { query: 'yes', phone_number: number, conversation_id });
      expect(known.actions.map(({ status }) => status)).not.toContain('done');
      expect(await countActs()).toBe(before);

      const acted = await query(VOICE, { query: 'yes', conversation_id });
      expect(acted.actions).toMatchObject([{ tool: 'block_card', status: 'done' }]);
      expect(await countActs()).toBe(before + 1);
    });

    it('should not let a yes under one key meet the question under another, when the history names it', async () => {
      const words = 'Block my credit card [phone: +15550100003]';
      const before = await countActs();
      const asked = await chat(VOICE, [words]);
      expect(asked).toMatch(/ending in 1006.*yes or no\?/);
      for (const key of [OTHER, WEB]) {
        expect(await chat(key, [words, asked, 'yes'])).not.toMatch(/is blocked/);
        expect(await countActs()).toBe(before);
      }
      expect(await chat(VOICE, [words, asked, 'yes'])).toMatch(/1006 is blocked/);
      expect(await countActs()).toBe(before + 1);
    });
  });

  describe('when all of this has been logged', () => {
    it('should hold no key, no digest and no part of one', () => {
      expect(service.logs()).toContain('POST /v1/chat/completions 401');
      for (const { key, entry } of [VOICE, WEB, OTHER, BACK_OFFICE, NOT_LISTED]) {
        for (const secret of [key.slice(4, 20), key.slice(-16), entry.slice(-64)]) {
          expect(service.logs()).not.toContain(secret);
        }
      }
    });
  });
});
