import type { ChatCompletion } from 'openai/resources/chat/completions';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { MessageSystem } from '../support/message-system';
import { startTestApp, type TestApp } from '../support/test-app';
import { wrongCode } from '../factories/identity-service.factory';
import { readErrorBody } from '../support/wire';

const ENDPOINT = '/v1/chat/completions';
const NUMBER = '[phone: +15550100001]';
const LIMITED = /assistant is not available at the moment/;

interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** Nothing listens on the discard port. */
const NO_MODEL = {
  MODEL: 'amazon.nova-lite-v1:0',
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9',
  CONFIRMATION_SETTLE_MS: '0',
};

/** A call that goes on: what was said so far is sent again with each turn, as OpenAI's clients do. */
class Call {
  readonly messages: Message[] = [];

  constructor(private readonly service: TestApp) {}

  /** @returns the answer; an error's status is no answer, and leaves no message behind. */
  async say(content: string): Promise<{ readonly model: string; readonly answer: string }> {
    this.messages.push({ role: 'user', content });
    const response = await this.service.post(ENDPOINT, { messages: this.messages });
    if (response.status !== 200) {
      expect(readErrorBody(await response.text())).toMatchObject({ code: 'server_is_overloaded' });
      return { model: 'none', answer: String(response.status) };
    }
    const { model, choices } = (await response.json()) as ChatCompletion;
    const answer = choices[0]?.message.content ?? '';
    this.messages.push({ role: 'assistant', content: answer });
    return { model, answer };
  }
}

/** Says one thing after the other; gives the models and the texts of all replies. */
async function talkTo(
  service: TestApp,
  texts: readonly string[],
): Promise<{ readonly models: string[]; readonly answers: string[] }> {
  const call = new Call(service);
  const models: string[] = [];
  const answers: string[] = [];
  for (const text of texts) {
    const { model, answer } = await call.say(text);
    models.push(model);
    answers.push(answer);
  }
  return { models, answers };
}

describe('the service while no model answers', () => {
  let service: TestApp;
  let restoreEnvironment: () => void;

  beforeAll(() => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
  });

  beforeEach(async () => {
    service = await startTestApp(NO_MODEL);
  });

  afterEach(() => service.close());

  afterAll(() => {
    restoreEnvironment();
  });

  const talk = (...texts: readonly string[]): ReturnType<typeof talkTo> => talkTo(service, texts);

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
    expect(answers[2]).toMatch(/^I can block your Visa ending in 1881.*yes or no/);
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

  it.each([
    ['I lost my card', 2],
    [`I lost my card ${NUMBER}`, 2],
    [`I lost my Visa ${NUMBER}`, 3],
  ])('should say "%s" in few sentences that it is limited, and ask', async (text, count) => {
    const { answers } = await talk(text);
    expect(answers[0]).toMatch(/only block a card or tell you how to reach a person\..*\?$/);
    expect(answers[0]?.split(/(?<=[.?!]) /)).toHaveLength(count);
  });

  it('should read the last turns together', async () => {
    const { answers } = await talk(`It is about my credit card ${NUMBER}`, 'I have lost it', 'the first one');
    expect(answers).toEqual([
      '503',
      expect.stringMatching(/Which card do you mean/),
      expect.stringMatching(/Which card/),
    ]);
  });

  it('should leave to the assistant what is said after a finished block, until the next emergency', async () => {
    const { answers } = await talk(
      'Somebody stole my card [phone: +15550100005]',
      'yes',
      'What is the balance of my Mastercard?',
      'the Mastercard',
      'What loans do you have?',
      'Somebody stole my Mastercard',
    );
    expect(answers[1]).toMatch(/is blocked/);
    expect(answers.slice(2, 5)).toEqual(['503', '503', '503']);
    expect(answers[5]).toMatch(LIMITED);
    expect(answers[5]).toMatch(/Mastercard ending in 6412 is already blocked/);
  });

  it('should leave to the assistant what is said after a no', async () => {
    const { answers } = await talk(`I lost my Visa ${NUMBER}`, 'no', 'What loans do you have?', 'the Mastercard');
    expect(answers[1]).toMatch(/I have not blocked/);
    expect(answers.slice(2)).toEqual(['503', '503']);
  });

  it('should go on when the question is corrected', async () => {
    const { answers } = await talk(`I lost my Visa ${NUMBER}`, 'no, the other card', 'the one ending in 8805');
    expect(answers[1]).toMatch(/^Which card do you mean/);
    expect(answers[2]).toMatch(/^I can block your Mastercard ending in 8805/);
  });

  it('should answer no question about a card in the middle of it', async () => {
    const { answers } = await talk(
      `I lost my card ${NUMBER}`,
      'What is the balance of my Mastercard?',
      'the Mastercard',
    );
    expect(answers[1]).toBe('503');
    expect(answers[2]).toMatch(/^I can block your Mastercard/);
  });

  it('should take no sum of money for the digits of a card', async () => {
    const said = ['Someone used my card, I lost 1500 dollars', '+1 555 010 0001'];
    const { answers } = await talk(...said, '9999', '9998', '9997', '9996', '1881');
    expect(answers[1]).toMatch(/last four digits/);
    expect(answers[6]).toMatch(/Visa ending in 1881.*yes or no/);
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
    await talk(`I lost my card ${NUMBER}`);
    expect(service.logs()).toMatch(/"mode":"tellerline-emergency-1".*the emergency dialogue takes the call/);
    const response = await fetch(`${service.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'degraded',
      mode: 'tellerline-emergency-1',
      error: { model: { status: 'down' } },
    });
  });
});

describe('the service while no model answers, where a block needs a passcode', () => {
  let system: MessageSystem;
  let service: TestApp;
  let restoreEnvironment: () => void;

  beforeAll(() => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
  });

  beforeEach(async () => {
    system = await MessageSystem.start();
    const otp = { OTP_WEBHOOK_URL: system.url, OTP_WEBHOOK_TOKEN: 'token-of-the-bank' };
    service = await startTestApp({ ...NO_MODEL, ...otp, CARD_POLICY: 'block_card=verified' });
  });

  afterEach(async () => {
    await service.close();
    await system.stop();
  });

  afterAll(() => {
    restoreEnvironment();
  });

  /** Waits for the message of that number, and reads the code in it. */
  async function readCode(count: number): Promise<string> {
    const messages = await system.receive(count);
    return (messages.at(-1)?.body as { readonly code: string }).code;
  }

  it('should send one, read it, and block the card on the yes', async () => {
    const call = new Call(service);
    const refused = await call.say(`I lost my Visa ${NUMBER}`);
    expect(refused.model).toBe('tellerline-emergency-1');
    expect(refused.answer).toMatch(/only block a card.*sent a code to the phone number ending in 01/);
    const proved = await call.say(`it is ${await readCode(1)}`);
    expect(proved).toEqual({
      model: 'tellerline-policy-1',
      answer: expect.stringMatching(/^Thank you\. I can block your Visa ending in 1881/) as string,
    });
    expect((await call.say('yes')).answer).toMatch(/Visa ending in 1881 is blocked/);
  });

  it('should go on with a caller who misses the code', async () => {
    const call = new Call(service);
    await call.say(`I lost my Visa ${NUMBER}`);
    const { answer } = await call.say('I did not get the code, send it again');
    expect(answer).toBe('I have sent you a code already. Please read me its six digits.');
  });

  it('should lock after too many wrong ones, and name a person', async () => {
    const call = new Call(service);
    await call.say(`I lost my Visa ${NUMBER}`);
    const code = await readCode(1);
    for (const distance of [1, 2, 3, 4, 5]) await call.say(`the code is ${wrongCode(code, distance)}`);
    const locked = await call.say(`the code is ${code}`);
    expect(locked.answer).toMatch(/cannot check codes.*call the number/);
    const again = await call.say('block my Visa');
    expect(again.answer).toMatch(/cannot check codes.*call the number/);
    expect(again.model).toBe('tellerline-emergency-1');
  });
});
