import {
  LanguageModel,
  type LanguageModelEvent,
  type LanguageModelRequest,
} from '../../src/language-model/language-model';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { JSON_REPLY_TOOL } from '../../src/language-model/json-reply-tool';
import { Clock } from '../../src/common/clock';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { untilAborted } from '../support/paced-model';
import { breaksOff, calls, type ScriptedStep, ScriptedModel } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';

const CHAT = '/v1/chat/completions';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };
const STREAM = { ...HELLO, stream: true };
const IN_FORM = {
  ...HELLO,
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'answer', schema: { type: 'object', required: ['a'] } },
  },
};
const VOICE = createKey({ id: 'voice', tenant: 'acme' });
const LIMIT = 100_000;
/** What a whole call of the scripted model reports. */
const WHOLE_CALL = 15;
/** The bank's rules and tools are in every call; what was expected of these requests is a few hundred. */
const PROMPT = 1_000;

type Answer = (request: LanguageModelRequest) => AsyncGenerator<LanguageModelEvent>;

/** However a request ends, its key pays for what the model was asked. Nothing fills up: the clock stands still. */
describe('the tokens that a request has used', () => {
  let service: TestApp;

  beforeEach(async () => {
    service = await startTestApp({
      API_KEYS: toApiKeysSetting(VOICE),
      RATE_LIMIT_TOKENS_PER_MINUTE: String(LIMIT),
    });
    jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date('2026-11-24T09:00:00.000Z'));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  function answerWith(answer: Answer): void {
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(answer);
  }

  function ask(body: object, signal?: AbortSignal): Promise<Response> {
    return service.post(CHAT, body, { headers: VOICE.headers, ...(signal && { signal }) });
  }

  /** Asks for something that is refused, and takes nothing itself. */
  async function readUsed(): Promise<number> {
    const { headers } = await ask({ messages: [], max_tokens: 1 });
    // One token is expected of the request that asks.
    return LIMIT - Number(headers.get('x-ratelimit-remaining-tokens')) - 1;
  }

  it('should be those of all calls when nothing fits the form, and the reply is an error', async () => {
    answerWith(play(calls(JSON_REPLY_TOOL, { b: 1 }), calls(JSON_REPLY_TOOL, { b: 2 })));
    const response = await ask(IN_FORM);
    expect(response.status).toBe(502);
    await response.text();
    await waitUntil(async () => (await readUsed()) === 2 * WHOLE_CALL);
  });

  it('should be estimated when the model takes too long', async () => {
    answerWith(play(breaksOff(new LanguageModelError('model_timeout', 'Too late.'))));
    const response = await ask(HELLO);
    expect(response.status).toBe(504);
    await response.text();
    await waitUntil(async () => (await readUsed()) > PROMPT);
  });

  it('should be none when the model turned the request away', async () => {
    answerWith(play(breaksOff(new LanguageModelError('model_throttled', 'Too many.'))));
    const response = await ask(HELLO);
    expect(response.status).toBe(429);
    await response.text();
    await waitUntil(async () => (await readUsed()) === 0);
  });

  it('should be estimated when the caller hangs up just before the end', async () => {
    answerWith(speakAndWait);
    const reader = new AbortController();
    const { body } = await ask(STREAM, reader.signal);
    const stream = body?.getReader();
    await stream?.read();
    reader.abort();
    await waitUntil(async () => (await readUsed()) > PROMPT);
  });

  it('should be estimated and told when the model says more than a turn may hold', async () => {
    answerWith(talkOn);
    const response = await ask(HELLO);
    const { choices, usage } = (await response.json()) as ChatReply;
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage.prompt_tokens).toBeGreaterThan(PROMPT);
    expect(usage.completion_tokens).toBeGreaterThanOrEqual(2_000);
    await waitUntil(async () => (await readUsed()) === usage.total_tokens);
  });
});

interface ChatReply {
  readonly choices: readonly { readonly finish_reason: string }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number };
}

function play(...steps: readonly ScriptedStep[]): Answer {
  const model = new ScriptedModel(...steps);
  return (request) => model.stream(request);
}

async function* speakAndWait({ signal }: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
  yield { type: 'text-delta', text: 'One moment please. I look it up. ' };
  await untilAborted(signal);
}

async function* talkOn(): AsyncGenerator<LanguageModelEvent> {
  for (let count = 0; count < 10_000; count += 1) {
    await Promise.resolve();
    yield { type: 'text-delta', text: 'and so on ' };
  }
}
