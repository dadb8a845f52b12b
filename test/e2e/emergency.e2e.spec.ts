import type { ChatCompletion } from 'openai/resources/chat/completions';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { startTestApp, type TestApp } from '../support/test-app';
import { readErrorBody } from '../support/wire';

const ENDPOINT = '/v1/chat/completions';
const NUMBER = '[phone: +15550100001]';
const LIMITED = /assistant is not available at the moment/;

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

describe('the service while no model answers', () => {
  let service: TestApp;
  let restoreEnvironment: () => void;

  beforeAll(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    // Nothing listens on the discard port.
    const model = { MODEL: 'amazon.nova-lite-v1:0', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9' };
    service = await startTestApp({ ...model, CONFIRMATION_SETTLE_MS: '0' });
  });

  afterAll(async () => {
    await service.close();
    restoreEnvironment();
  });

  async function complete(messages: readonly Message[]): Promise<ChatCompletion> {
    const response = await service.post(ENDPOINT, { messages });
    expect(response.status).toBe(200);
    return (await response.json()) as ChatCompletion;
  }

  /** Says one thing after the other; gives the last completion and the texts of all. */
  async function talk(...texts: readonly string[]): Promise<{ readonly models: string[]; readonly answers: string[] }> {
    const messages: Message[] = [];
    const models: string[] = [];
    for (const content of texts) {
      messages.push({ role: 'user', content });
      const { model, choices } = await complete(messages);
      models.push(model);
      messages.push({ role: 'assistant', content: choices[0]?.message.content ?? '' });
    }
    return { models, answers: messages.filter(({ role }) => role === 'assistant').map(({ content }) => content) };
  }

  it('should let a caller choose a card, confirm, and have it blocked', async () => {
    const { models, answers } = await talk(`My wallet was stolen, stop my card ${NUMBER}`, 'the Mastercard', 'yes');
    expect(models).toEqual(['tellerline-emergency-1', 'tellerline-emergency-1', 'tellerline-policy-1']);
    expect(answers[0]).toMatch(LIMITED);
    expect(answers[0]).toMatch(/Which card do you mean/);
    expect(answers[1]).toMatch(/^I can block your Mastercard ending in 8805 right away/);
    expect(answers[2]).toMatch(/Mastercard ending in 8805 is blocked/);
  });

  it('should ask an unknown caller for the number and the digits, as ever', async () => {
    const { answers } = await talk('I lost my card', '+1 555 010 0001', '1881');
    expect(answers[0]).toMatch(/phone number/);
    expect(answers[1]).toMatch(/last four digits/);
    expect(answers[2]).toMatch(/Visa ending in 1881.*yes or no/);
  });

  it('should tell how to reach a person', async () => {
    const { answers } = await talk(`Somebody stole my card ${NUMBER}`, 'I want to talk to a human');
    expect(answers[1]).toMatch(/number on the back of your card/);
  });

  it('should stream the same', async () => {
    const body = { stream: true, messages: [{ role: 'user', content: `Freeze my Visa, it is missing ${NUMBER}` }] };
    const stream = await (await service.post(ENDPOINT, body)).text();
    expect(stream).toContain('tellerline-emergency-1');
    expect(stream).toContain('assistant is not available');
    expect(stream.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it.each(['What loans do you have?', 'Unblock my card [phone: +15550100002]', 'Hello'])(
    'should answer "%s" with the honest error',
    async (content) => {
      const response = await service.post(ENDPOINT, { messages: [{ role: 'user', content }] });
      expect(response.status).toBe(503);
      expect(readErrorBody(await response.text())).toMatchObject({ code: 'server_is_overloaded' });
    },
  );

  it('should say so in the log and in the health report', async () => {
    expect(service.logs()).toContain('the emergency dialogue takes the call');
    const response = await fetch(`${service.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'degraded', error: { model: { status: 'down' } } });
  });
});
