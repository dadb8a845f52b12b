import { Database } from '../../src/database/database';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { insertCustomer } from '../factories/customer.factory';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { CardsClient, countActions } from '../support/cards-client';
import { startTestApp, type TestApp } from '../support/test-app';

const BACK_OFFICE = createKey({ id: 'back-office', scopes: ['cards:write'] });
const VOICE = createKey({ id: 'voice' });

describe('the endpoints for cards while no model answers', () => {
  let service: TestApp;
  let database: Database;
  let client: CardsClient;
  let restoreEnvironment: () => void;

  beforeAll(async () => {
    restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
    // Nothing listens on the discard port.
    const model = { MODEL: 'amazon.nova-lite-v1:0', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9' };
    service = await startTestApp({ ...model, API_KEYS: toApiKeysSetting(BACK_OFFICE, VOICE) });
    database = service.app.get(Database);
    client = new CardsClient(service, BACK_OFFICE.headers);
  });

  afterAll(async () => {
    await service.close();
    restoreEnvironment();
  });

  it('should block a card once, and tell the same bytes again', async () => {
    const { phoneNumber } = await insertCustomer(database);
    const first = await client.send('block', { phone_number: phoneNumber }, { key: 'block-1' });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      status: 'done',
      action_id: expect.any(String) as string,
      card: { network: 'Visa', last_four: '4211', state: 'blocked' },
      delivery: 'delivered',
    });
    expect(first.replayed).toBe(false);
    expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8');

    const again = await client.send('block', { phone_number: phoneNumber }, { key: 'block-1' });
    expect(again).toMatchObject({ status: 200, text: first.text, replayed: true });
    expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await countActions(database)).toBe(1);
  });

  it('should say that nothing is left to do, under another key', async () => {
    const { phoneNumber } = await insertCustomer(database, [{ state: 'blocked' }]);
    const answer = await client.send('block', { phone_number: phoneNumber }, { key: 'block-2' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'already_done' } });
  });

  it.each([
    [undefined, 'missing_required_parameter'],
    ['', 'invalid_value'],
    ['two words', 'invalid_value'],
    ['x'.repeat(256), 'invalid_value'],
  ])('should not block without a fit key: %p', async (key, code) => {
    const { phoneNumber } = await insertCustomer(database);
    const refusal = await client.refuse('block', { phone_number: phoneNumber }, { key });
    expect(refusal).toMatchObject({ status: 400, code, param: 'Idempotency-Key' });
  });

  it('should serve no key without the scope, and nobody without a key', async () => {
    const voice = await new CardsClient(service, VOICE.headers).refuse('block', {}, { key: 'k' });
    expect(voice).toMatchObject({ status: 403, code: 'missing_scope' });
    const nobody = await new CardsClient(service).refuse('block', {}, { key: 'k' });
    expect(nobody).toMatchObject({ status: 401, code: null });
  });
});
