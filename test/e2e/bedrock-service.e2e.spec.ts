import type { ChatCompletion } from 'openai/resources/chat/completions';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../support/bedrock-emulator/bedrock-emulator';
import { waitUntil } from '../support/bedrock-emulator/drive-model';
import { startTestApp, type TestApp } from '../support/test-app';

const ENDPOINT = '/v1/chat/completions';
const MODEL = 'amazon.nova-lite-v1:0';

describe('the service on Bedrock', () => {
  let emulator: BedrockEmulator;
  let service: TestApp;
  let restoreEnvironment: () => void;

  beforeEach(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    emulator = await new BedrockEmulator().start();
    service = await startTestApp({ MODEL, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url });
  });

  afterEach(async () => {
    await service.close();
    await emulator.stop();
    restoreEnvironment();
  });

  const user = (content: string): object => ({ role: 'user', content });

  async function ask(...messages: readonly object[]): Promise<ChatCompletion> {
    const response = await service.post(ENDPOINT, { messages });
    expect(response.status).toBe(200);
    return (await response.json()) as ChatCompletion;
  }

  it('should answer with the words and the counts of the model', async () => {
    const completion = await ask(user('N=3 Hello'));
    expect(completion.model).toBe(MODEL);
    expect(completion.choices[0]?.message.content).toBe('word0 word1 word2 ');
    expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
  });

  it('should run a tool on the server and let the model read its result', async () => {
    const completion = await ask(user('CALL_TOOL list_loan_products {}'));
    expect(emulator.requests).toBe(2);
    expect(JSON.stringify(emulator.lastRequest?.body)).toContain('annual_rate_percent');
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(completion.choices[0]?.message).not.toHaveProperty('tool_calls');
  });

  it('should ask before a card is blocked, and act on the yes without calling the model', async () => {
    const request = user('CALL_TOOL block_card {} [phone: +1234567890]');
    const question = (await ask(request)).choices[0]?.message.content ?? '';
    expect(question).toMatch(/Visa ending in 4211.*\?/);
    expect(JSON.stringify(emulator.lastRequest?.body)).not.toContain('1234567890');
    const calls = emulator.requests;
    const confirmed = await ask(request, { role: 'assistant', content: question }, user('yes'));
    expect(confirmed.choices[0]?.message.content).toMatch(/4211 is blocked/);
    expect(emulator.requests).toBe(calls);
  });

  it.each([
    ['ERR_429', 429],
    ['ERR_503', 503],
    ['ERR_FIRST', 502],
  ])('should answer %s with status %i, stream or not, after one attempt', async (word, status) => {
    for (const stream of [false, true]) {
      const response = await service.post(ENDPOINT, { messages: [user(word)], stream });
      expect(response.status).toBe(status);
      const retryAfter = response.headers.get('retry-after');
      expect(retryAfter === null).toBe(status === 502);
    }
    expect(emulator.requests).toBe(2);
  });

  it.each(['ERR_MIDSTREAM', 'ERR_DROP', 'ERR_TRUNC'])('should end a stream on %s with an error frame', async (word) => {
    const response = await service.post(ENDPOINT, { messages: [user(`${word} N=6`)], stream: true });
    const text = await response.text();
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('"finish_reason":"stop"');
    expect(text.trim().split('\n\n').at(-1)).toMatch(/^data: \{"error":\{"message":"[^"]+","type":"server_error"/);
  });

  it('should end the upstream call when the caller leaves', async () => {
    const controller = new AbortController();
    const body = { messages: [user('N=1000 GAP=20')], stream: true };
    const response = await service.post(ENDPOINT, body, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    await waitUntil(() => emulator.abortedStreams === 1);
    expect(emulator.abortedStreams).toBe(1);
  });

  it('should finish a stream that runs while the service stops', async () => {
    const response = await service.post(ENDPOINT, { messages: [user('N=20 GAP=20')], stream: true });
    const closing = service.close();
    expect(await response.text()).toMatch(/word19.*\[DONE\]/s);
    await closing;
    service = await startTestApp();
  });
});
