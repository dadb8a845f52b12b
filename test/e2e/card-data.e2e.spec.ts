import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let folder: string;
  let restoreEnvironment: () => void;
  const modelSaw: string[] = [];

  beforeAll(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    emulator = await new BedrockEmulator().start();
    folder = await mkdtemp(join(tmpdir(), 'tellerline-card-data-'));
    service = await startTestApp({
      MODEL: 'amazon.nova-lite-v1:0',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      DATABASE_URL: `file:${join(folder, 'bank.db')}`,
      LOG_LEVEL: 'trace',
    });
  });

  afterAll(async () => {
    await service.close();
    await emulator.stop();
    restoreEnvironment();
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
