import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/database/database';
import { ConsoleOtpSender } from '../../src/identity/otp/console-otp-sender';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../support/bedrock-emulator/bedrock-emulator';
import { SAYINGS } from '../support/say-card-number';
import { startTestApp, type TestApp } from '../support/test-app';

/** A test number of a network, Luhn-valid, that nobody was ever given. */
const NUMBER = '4242424242424242';
const SECRET_CODE = '937';
/** The number and its longest parts, in figures and in words, once what separates figures is left out. */
const FORBIDDEN = [
  /4242\D{0,3}4242\D{0,3}4242/,
  /(?:four\W+two\W+){5}/,
  /(?:forty two\W+){4}/,
  new RegExp(`cvv\\W+(is\\W+)?${SECRET_CODE}`),
];

function expectClean(where: string, text: string): void {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u200b]/g, '')
    .toLowerCase();
  for (const pattern of FORBIDDEN) expect([where, pattern.test(plain)]).toEqual([where, false]);
}

describe('a card number that a caller says', () => {
  let emulator: BedrockEmulator;
  let service: TestApp;
  let database: Database;
  let folder: string;
  let restoreEnvironment: () => void;
  const modelSaw: string[] = [];

  beforeAll(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    emulator = await new BedrockEmulator().start();
    folder = await mkdtemp(join(tmpdir(), 'tellerline-card-data-'));
    jest.spyOn(ConsoleOtpSender.prototype, 'send').mockResolvedValue();
    service = await startTestApp({
      MODEL: 'amazon.nova-lite-v1:0',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      DATABASE_URL: `file:${join(folder, 'bank.db')}`,
      LOG_LEVEL: 'trace',
    });
    database = service.app.get(Database);
  });

  afterAll(async () => {
    await service.close();
    await emulator.stop();
    restoreEnvironment();
    jest.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });

  async function send(path: string, body: object): Promise<void> {
    const response = await service.post(path, body);
    expectClean(`the reply of ${path}`, await response.text());
    modelSaw.push(JSON.stringify(emulator.lastRequest?.body ?? {}));
  }

  it.each(Object.keys(SAYINGS))('should reach no model, reply or error in the form "%s"', async (form) => {
    const said = SAYINGS[form]?.(NUMBER, () => 0.5) ?? [];
    const messages = said.map((content) => ({ role: 'user', content }));
    const code = { role: 'user', content: `my cvv is ${SECRET_CODE}` };
    const history = [{ role: 'assistant', content: said.join(' ') }, ...messages];
    for (const stream of [false, true]) {
      await send('/v1/chat/completions', { messages: [...messages, code], stream });
      await send('/v1/chat/completions', { messages: history, stream });
    }
    await send('/v1/chat/completions', { model: NUMBER, messages: [{ role: said.join(' '), content: 'x' }] });
    for (const query of [...said, code.content]) {
      await send('/api/agent/query', { query, conversation_id: `call-${form.replace(/\W/g, '-')}` });
    }
  });

  it.each([NUMBER, `call-${NUMBER}`, NUMBER.replace(/(?<=^(.{4})+)(?!$)/g, '-')])(
    'should reach no reply or header as the id %s of a request or a conversation',
    async (id) => {
      const caller = { phone_number: '+1234567890', conversation_id: id };
      const init = { headers: { 'x-request-id': id, 'idempotency-key': id } };
      for (const [path, body] of [
        ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hello [phone: +1234567890]' }] }],
        ['/api/agent/query', { query: 'Hello', ...caller }],
        ['/api/agent/query', { query: 'Hello again', ...caller }],
        ['/api/cards/passcode', caller],
        ['/api/cards/list', caller],
        ['/api/cards/block', caller],
      ] as const) {
        const response = await service.post(path, body, init);
        // Whoever sent the id of a conversation is told it again, to continue with.
        const { conversation_id: given = id, ...reply } = (await response.json()) as {
          readonly conversation_id?: string;
        };
        expect([path, response.status, given]).toEqual([path, 200, id]);
        expectClean(`the reply of ${path}`, JSON.stringify([reply, ...response.headers]));
      }
      const messages = await database.queries.selectFrom('conversation_message').select('text').execute();
      expect(messages.map(({ text }) => text)).toContain('Hello again');
    },
  );

  it('should be in no request to the model, no log line and no part of the database', async () => {
    expect(modelSaw.join('')).toContain('ending in 4242');
    modelSaw.forEach((body, index) => {
      expectClean(`model request ${index}`, body);
    });
    service
      .logs()
      .split('\n')
      .forEach((line) => {
        expectClean('the log', line);
      });
    for (const file of ['bank.db', 'bank.db-wal']) {
      // What SQLite has freed may still stand in the file, so the whole of it counts.
      expectClean(file, await readFile(join(folder, file), 'latin1'));
    }
  });
});
