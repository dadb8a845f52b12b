import { Database } from '../../src/database/database';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { insertCustomer } from '../factories/customer.factory';
import { type CardsAnswer, CardsClient, verifyCustomer } from '../support/cards-client';
import { startTestApp, type TestApp } from '../support/test-app';

const BACK_OFFICE = createKey({ id: 'back-office', scopes: ['cards:write'] });
const OTHER_TENANT = createKey({ id: 'other', tenant: 'other', scopes: ['cards:write'] });

const CARDS = [
  { network: 'Visa', lastFour: '1001', state: 'active' },
  { network: 'Mastercard', lastFour: '1002', state: 'blocked' },
  { network: 'American Express', lastFour: '1003', state: 'inactive' },
] as const;

interface Row {
  readonly operation: string;
  readonly fields: object;
  /** What a service gets for a number that it vouches for. */
  readonly asserted: string;
  /** What it gets once the customer has proved to be there. */
  readonly verified: string;
}

/** Every operation, as the policy has it by default. */
const TABLE: readonly Row[] = [
  { operation: 'list', fields: {}, asserted: 'listed', verified: 'listed' },
  { operation: 'balance', fields: { last_four: '1001' }, asserted: 'step_up_required', verified: 'found' },
  { operation: 'transactions', fields: { network: 'Visa' }, asserted: 'step_up_required', verified: 'found' },
  { operation: 'replacement-status', fields: {}, asserted: 'none_ordered', verified: 'none_ordered' },
  { operation: 'block', fields: { last_four: '1001' }, asserted: 'done', verified: 'done' },
  { operation: 'unblock', fields: { last_four: '1002' }, asserted: 'step_up_required', verified: 'done' },
  { operation: 'report-lost', fields: { last_four: '1001', reason: 'stolen' }, asserted: 'done', verified: 'done' },
  { operation: 'replace', fields: { last_four: '1001' }, asserted: 'step_up_required', verified: 'done' },
  { operation: 'activate', fields: {}, asserted: 'step_up_required', verified: 'done' },
  { operation: 'dispute', fields: { merchant: 'shoes' }, asserted: 'step_up_required', verified: 'done' },
];

describe('who may do what through the endpoints for cards', () => {
  let service: TestApp;
  let database: Database;
  let client: CardsClient;
  let count = 0;
  let customer: { readonly phone_number: string; readonly conversation_id: string };

  beforeAll(async () => {
    service = await startTestApp({ API_KEYS: toApiKeysSetting(BACK_OFFICE, OTHER_TENANT) });
    database = service.app.get(Database);
    client = new CardsClient(service, BACK_OFFICE.headers);
  });

  afterAll(async () => {
    await service.close();
  });

  beforeEach(async () => {
    count += 1;
    const { phoneNumber, cardIds } = await insertCustomer(database, CARDS);
    await database.queries
      .insertInto('card_transaction')
      .values({
        id: `transaction-${count}`,
        card_id: cardIds[0] ?? '',
        posted_at: '2026-11-20T10:00:00.000Z',
        merchant: 'Acme Shoes',
        amount_cents: 4_210,
        currency: 'USD',
      })
      .execute();
    customer = { phone_number: phoneNumber, conversation_id: `desk-${count}` };
  });

  function operate({ operation, fields }: Pick<Row, 'operation' | 'fields'>, other: object = {}): Promise<CardsAnswer> {
    return client.send(operation, { ...customer, ...fields, ...other }, { key: `key-${count}` });
  }

  function statusOf({ status, body }: CardsAnswer): unknown {
    return status === 403 ? (body as { error: { code: string } }).error.code : body.status;
  }

  async function readLastAudit(): Promise<object | undefined> {
    return database.queries
      .selectFrom('audit_entry')
      .orderBy('seq', 'desc')
      .limit(1)
      .select(['decision', 'caller_level'])
      .executeTakeFirst();
  }

  describe('when the service vouches for the number', () => {
    it.each(TABLE)('should answer $operation with $asserted', async (row) => {
      const answer = await operate(row);
      expect(statusOf(answer)).toBe(row.asserted);
      const decision = answer.status === 403 ? 'denied' : 'allowed';
      expect(await readLastAudit()).toEqual({ decision, caller_level: 'asserted' });
    });

    it('should tell the next step with a refusal', async () => {
      const refusal = await client.refuse('unblock', customer, { key: `key-${count}` });
      expect(refusal).toMatchObject({
        status: 403,
        type: 'permission_error',
        code: 'step_up_required',
        param: 'conversation_id',
        message: expect.stringContaining('POST /api/cards/passcode') as string,
      });
    });
  });

  describe('when the customer has given the code', () => {
    beforeEach(() => verifyCustomer(service, client, customer));

    it.each(TABLE)('should answer $operation with $verified', async (row) => {
      expect(statusOf(await operate(row))).toBe(row.verified);
      expect(await readLastAudit()).toEqual({ decision: 'allowed', caller_level: 'verified' });
    });

    it.each([
      ['another conversation', { conversation_id: 'elsewhere' }],
      ['no conversation', { conversation_id: null }],
      ["another customer's number", { phone_number: '+15550100002' }],
    ])('should not believe it in %s', async (_where, other) => {
      expect(statusOf(await operate({ operation: 'balance', fields: {} }, other))).toBe('step_up_required');
    });

    it('should not believe it of another tenant that guessed the conversation', async () => {
      const other = new CardsClient(service, OTHER_TENANT.headers);
      expect(await other.refuse('balance', customer)).toMatchObject({ code: 'step_up_required' });
    });
  });

  describe('when a passcode is asked for and checked', () => {
    it('should tell how many tries are left, and then lock', async () => {
      const sent = await client.send('passcode', customer);
      expect(sent.body).toEqual({
        status: 'sent',
        masked_number: expect.stringMatching(/^\*+\d\d$/) as string,
        expires_at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      });
      const answers: unknown[] = [];
      for (let code = 0; code < 5; code += 1) {
        const check = await client.send('passcode/check', { ...customer, code: String(code).padStart(6, '0') });
        answers.push(check.body);
      }
      expect(answers).toEqual([
        ...[4, 3, 2, 1].map((left) => ({ status: 'wrong', tries_left: left })),
        { status: 'locked', locked_until: expect.any(String) as string },
      ]);
    });

    it('should say the same of a number that nobody has', async () => {
      const nobody = { ...customer, phone_number: '+15559999999' };
      expect((await client.send('passcode', nobody)).body).toMatchObject({ status: 'sent' });
      const check = await client.send('passcode/check', { ...nobody, code: '123456' });
      expect(check.body).toEqual({ status: 'wrong', tries_left: 4 });
    });

    it('should say that there is none to check', async () => {
      const check = await client.send('passcode/check', { ...customer, code: '123456' });
      expect(check.body).toEqual({ status: 'none' });
    });

    it('should not send a second one at once', async () => {
      await client.send('passcode', customer);
      const second = await client.send('passcode', { ...customer, conversation_id: 'another-desk' });
      expect(second.body).toEqual({ status: 'resend_limited', retry_at: expect.any(String) as string });
    });
  });

  describe('when more than one card or charge may be meant', () => {
    it.each([
      ['block', { last_four: '9999' }, 'no_such_card'],
      ['report-lost', { reason: 'lost' }, 'choice_needed'],
      ['block', { last_four: '1003' }, 'not_applicable'],
      ['block', { last_four: '1002' }, 'already_done'],
    ])('should take none: %s %p', async (operation, fields, status) => {
      const answer = await operate({ operation, fields });
      expect([answer.status, answer.body.status]).toEqual([200, status]);
    });
  });
});
