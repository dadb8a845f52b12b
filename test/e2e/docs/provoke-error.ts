import { once } from 'node:events';
import { type IncomingMessage, request as openRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { digestText } from '../../../src/common/digest-text';
import { digestRequest } from '../../../src/card-api/idempotency/digest-request';
import { IdempotencyRepository } from '../../../src/card-api/idempotency/idempotency.repository';
import { ANONYMOUS } from '../../../src/common/access';
import { DatabaseError } from '../../../src/database/database-error';
import { IdentityService } from '../../../src/identity/identity.service';
import { LanguageModel } from '../../../src/language-model/language-model';
import { LanguageModelError } from '../../../src/language-model/language-model-error';
import { type Demand } from '../../../src/rate-limit/claim';
import { RateLimiter } from '../../../src/rate-limit/rate-limiter';
import { createKey } from '../../factories/api-key.factory';
import { type TestApp } from '../../support/test-app';
import { type Operation } from './api-document';

/** The service in the forms that its documented errors need. */
export interface Services {
  readonly embedded: TestApp;
  readonly strictNames: TestApp;
  /** With one key, which has no scope that a documented operation needs. */
  readonly withKeys: TestApp;
  /** With the Bedrock emulator, which fails on demand. */
  readonly bedrock: TestApp;
}

type Provocation = (operation: Operation, services: Services) => Promise<Response>;

const HELLO = [{ role: 'user', content: 'Hello' }];
const CALL = {
  role: 'assistant',
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
};
export const SCOPELESS_KEY = createKey({ scopes: ['admin'] });
const MORE_THAN_TWO_MEBIBYTES = 'x'.repeat(2 * 1024 * 1024 + 1);

/** How each documented example of an error comes about, by its name in the document. */
const PROVOCATIONS: Readonly<Record<string, Provocation>> = {
  missingMessages: refused({}),
  unknownRole: refused({ messages: [{ role: 'robot', content: 'Hello' }] }),
  wrongType: refused({ messages: [{ role: 'user', content: 3 }] }),
  outOfRange: refused({ messages: HELLO, temperature: 3 }),
  tooLong: refused({ messages: [{ role: 'user', content: 'x'.repeat(400_001) }] }),
  unsupportedParameter: refused({ messages: HELLO, logprobs: true }),
  unsupportedValue: refused({ messages: HELLO, n: 2 }),
  remoteImage: refused({
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://bank.example/a.png' } }] }],
  }),
  orphanedResult: refused({ messages: [...HELLO, { role: 'tool', tool_call_id: 'call_1', content: '{}' }] }),
  openCalls: refused({ messages: [CALL, CALL] }),
  openSchema: refused({
    messages: HELLO,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { type: 'object' } } },
  }),
  noTelephoneNumber: ({ path, operationId }, { embedded }) =>
    embedded.post(
      path,
      operationId === 'queryAgent'
        ? { query: 'Hello', phone_number: 'twelve' }
        : { messages: [{ role: 'user', content: 'Hello [phone: twelve]' }] },
    ),
  missingNumber: refusedCard({ conversation_id: 'branch-desk-1', code: '123456', reason: 'lost' }),
  stepUpRequired: refusedCard({ phone_number: '+1234567890', code: '123456', reason: 'lost' }),
  missingIdempotencyKey: refused({}),
  requestInFlight: inFlight,
  idempotencyKeyReused: reusingKey,
  storeUnavailable: failingCard(new DatabaseError('Away.')),
  emptyQuery: refused({ query: '' }),
  missingKey: withKey(undefined),
  unknownKey: withKey('tlk_unknown'),
  unknownHost,
  missingScope: withKey(SCOPELESS_KEY.key),
  malformedJson: refused('{"messages": ['),
  bodyTooLarge: (operation, services) => refused(spoken(operation, MORE_THAN_TWO_MEBIBYTES))(operation, services),
  mediaType: ({ path }, { embedded }) => embedded.post(path, 'Hello', { headers: { 'content-type': 'text/plain' } }),
  wrongMethod: ({ path, method }, { embedded }) =>
    fetch(embedded.url + path, { method: method === 'GET' ? 'POST' : 'GET' }),
  unknownModel: ({ path, method }, { strictNames }) =>
    method === 'GET'
      ? fetch(strictNames.url + path.replace('{id}', 'gpt-unknown'))
      : strictNames.post(path, { model: 'gpt-unknown', messages: HELLO }),
  unreadablePath: ({ path }, { embedded }) => fetch(embedded.url + path.replace('{id}', '%E0%A4%A')),
  urlTooLong: ({ path }, { embedded }) => fetch(embedded.url + path.replace('{id}', 'x'.repeat(513))),
  internalError: (operation, services) =>
    (isAboutCards(operation) ? failingCard : failing)(new TypeError('A bug'))(operation, services),
  contextExceeded: failing(new LanguageModelError('model_context_exceeded', 'Input is too long for the model.')),
  rateLimited: upstream('ERR_429'),
  tooManyRequests: beyondLimit('requests', { limit: 6_000, cost: 1 }),
  tooManyTokens: beyondLimit('tokens', { limit: 10_000_000, cost: 2_500 }),
  modelNotAvailable: upstream('ERR_404'),
  modelFailed: upstream('ERR_424'),
  overloaded: upstream('ERR_503'),
  modelTimeout: upstream('ERR_408'),
};

/** Makes the service answer with the error of that name. */
export function provokeError(name: string, operation: Operation, services: Services): Promise<Response> {
  const provoke = PROVOCATIONS[name];
  if (provoke === undefined) throw new Error(`Nobody knows how to provoke ${name}.`);
  return provoke(operation, services);
}

function refused(body: unknown): Provocation {
  return ({ path }, { embedded }) => embedded.post(path, body);
}

function withKey(key: string | undefined): Provocation {
  return ({ path, method }, { withKeys }) => {
    const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
    const body = method === 'GET' ? null : '{}';
    return fetch(withKeys.url + path.replace('{id}', 'embedded-dialog-1'), { method, headers, body });
  };
}

/** `fetch` sends the host of the URL and no other. */
async function unknownHost({ path, method }: Operation, { embedded }: Services): Promise<Response> {
  const url = embedded.url + path.replace('{id}', 'embedded-dialog-1');
  const headers = { host: 'evil.example', ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) };
  const sent = openRequest(url, { method, headers }).end(method === 'GET' ? undefined : '{}');
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  const replyHeaders = Object.entries(reply.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(await readText(reply), { status: reply.statusCode ?? 0, headers: replyHeaders });
}

function upstream(controlWord: string): Provocation {
  return (operation, { bedrock }) => bedrock.post(operation.path, spoken(operation, controlWord));
}

function failing(error: Error): Provocation {
  return async (operation, { embedded }) => {
    const stream = jest.spyOn(embedded.app.get(LanguageModel), 'stream').mockImplementationOnce(() => {
      throw error;
    });
    try {
      return await embedded.post(operation.path, spoken(operation, 'Hello'));
    } finally {
      stream.mockRestore();
    }
  };
}

/** With the limiter as it is when a key has used up what it may have. */
function beyondLimit(exceeded: 'requests' | 'tokens', { limit, cost }: Demand): Provocation {
  return async (operation, { embedded }) => {
    const standing = { limit, cost, taken: limit, periodMs: 60_000 };
    const verdict = { exceeded, requests: standing, callerRequests: standing, tokens: standing, streams: 0 };
    const take = jest.spyOn(embedded.app.get(RateLimiter, { strict: false }), 'take');
    take.mockResolvedValueOnce({ verdict, settle: () => undefined });
    const body = isAboutCards(operation) ? CARD_BODY : spoken(operation, 'Hello');
    const response = await embedded.post(operation.path, body);
    take.mockRestore();
    return response;
  };
}

function spoken({ operationId }: Operation, words: string): object {
  return operationId === 'queryAgent' ? { query: words } : { messages: [{ role: 'user', content: words }] };
}

const CARD_BODY = { phone_number: '+15550100007', conversation_id: 'branch-desk-1', code: '123456', reason: 'lost' };
let keyCount = 0;

function isAboutCards({ path }: Operation): boolean {
  return path.startsWith('/api/cards/');
}

function sendCard({ path }: Operation, service: TestApp, body: object): Promise<Response> {
  return sendKeyed(path, service, { body, key: newKey() });
}

interface Keyed {
  readonly body: object;
  readonly key: string;
}

function sendKeyed(path: string, service: TestApp, { body, key }: Keyed): Promise<Response> {
  return service.post(path, body, { headers: { 'idempotency-key': key } });
}

function newKey(): string {
  keyCount += 1;
  return `provoked-${keyCount}`;
}

function refusedCard(body: object): Provocation {
  return (operation, { embedded }) => sendCard(operation, embedded, body);
}

/** With what the first step of any operation on cards would throw. */
function failingCard(error: Error): Provocation {
  return async (operation, { embedded }) => {
    const identity = embedded.app.get(IdentityService, { strict: false });
    const spies = (['establish', 'requestPasscode', 'checkPasscode'] as const).map((method) =>
      jest.spyOn(identity, method).mockRejectedValue(error),
    );
    try {
      return await sendCard(operation, embedded, CARD_BODY);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  };
}

async function reusingKey(operation: Operation, { embedded }: Services): Promise<Response> {
  const key = newKey();
  const claimed = await claimKey(operation, embedded, key);
  expect(claimed.status).toBe('claimed');
  return sendKeyed(operation.path, embedded, { body: { phone_number: '+15550100006' }, key });
}

async function inFlight(operation: Operation, { embedded }: Services): Promise<Response> {
  const key = newKey();
  await claimKey(operation, embedded, key);
  return sendKeyed(operation.path, embedded, { body: CARD_BODY, key });
}

/** As another instance would, which works on the request and has no answer yet. */
function claimKey({ path }: Operation, { app }: TestApp, key: string): ReturnType<IdempotencyRepository['claim']> {
  return app.get(IdempotencyRepository, { strict: false }).claim({
    tenant: ANONYMOUS,
    path,
    keyDigest: digestText(key),
    requestDigest: digestRequest({ method: 'POST', path, body: CARD_BODY }),
  });
}
