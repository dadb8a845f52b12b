import { Clock } from '../../src/common/clock';
import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { Database } from '../../src/database/database';
import { DatabaseError } from '../../src/database/database-error';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { insertCustomer } from '../factories/customer.factory';
import { type CardsAnswer, CardsClient, countActions, verifyCustomer } from '../support/cards-client';
import { startTestApp, type TestApp } from '../support/test-app';

const BACK_OFFICE = createKey({ id: 'back-office', scopes: ['cards:write'] });
const NEW_BACK_OFFICE = createKey({ id: 'back-office-2', scopes: ['cards:write'] });
const OTHER_TENANT = createKey({ id: 'other', tenant: 'other', scopes: ['cards:write'] });
const SCOPELESS = createKey({ id: 'scopeless', tenant: 'third', scopes: ['chat'] });
const DAY_MS = 24 * 60 * 60 * 1_000;

describe('Idempotency-Key', () => {
  let service: TestApp;
  let database: Database;
  let cards: CreditCardService;
  let client: CardsClient;
  let keyCount = 0;
  let key: string;
  let body: { readonly phone_number: string };

  beforeAll(async () => {
    service = await startTestApp({
      API_KEYS: toApiKeysSetting(BACK_OFFICE, NEW_BACK_OFFICE, OTHER_TENANT, SCOPELESS),
    });
    database = service.app.get(Database);
    cards = service.app.get(CreditCardService, { strict: false });
    client = new CardsClient(service, BACK_OFFICE.headers);
  });

  afterAll(async () => {
    await service.close();
  });

  beforeEach(async () => {
    keyCount += 1;
    key = `key-${keyCount}`;
    body = { phone_number: (await insertCustomer(database)).phoneNumber };
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  function block(other: unknown = body, name: string | undefined = key): Promise<CardsAnswer> {
    return client.send('block', other, { key: name });
  }

  async function countOwnActions(): Promise<number> {
    const rows = await database.queries
      .selectFrom('card_action')
      .innerJoin('customer', 'customer.id', 'card_action.customer_id')
      .where('customer.phone_number', '=', body.phone_number)
      .select('card_action.id')
      .execute();
    return rows.length;
  }

  async function countRecords(): Promise<number> {
    return (await database.queries.selectFrom('idempotency_record').select('id').execute()).length;
  }

  /** Holds the next change until it is let go. */
  function holdNextChange(): { readonly held: Promise<void>; readonly letGo: () => void } {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const original = cards.propose.bind(cards);
    const held = new Promise<void>((resolve) => {
      jest.spyOn(cards, 'propose').mockImplementationOnce(async (request) => {
        resolve();
        await gate;
        return original(request);
      });
    });
    return { held, letGo };
  }

  function moveClock(milliseconds: number): void {
    const start = Date.now();
    jest
      .spyOn(service.app.get(Clock, { strict: false }), 'now')
      .mockImplementation(() => new Date(start + milliseconds));
  }

  describe('when it is not fit', () => {
    it.each([
      ['missing', undefined],
      ['empty', ''],
      ['too long', 'x'.repeat(256)],
      ['not ASCII', 'caf\u00e9'],
      ['more than one', 'first, second'],
    ])('should refuse the request: %s', async (_what, unfit) => {
      const records = await countRecords();
      expect(await client.refuse('block', body, { key: unfit })).toMatchObject({
        status: 400,
        param: 'Idempotency-Key',
      });
      expect([await countOwnActions(), await countRecords()]).toEqual([0, records]);
    });

    it('should take the longest that there may be, and every visible character', async () => {
      const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
      const longest = `${visible}${'x'.repeat(255 - visible.length)}`;
      expect(await block(body, longest)).toMatchObject({ status: 200, replayed: false });
      expect(await block(body, longest)).toMatchObject({ status: 200, replayed: true });
    });
  });

  describe('when the same request comes again', () => {
    it('should answer with the same bytes', async () => {
      const first = await block();
      expect(await block()).toMatchObject({ status: 200, text: first.text, replayed: true });
      expect([first.body.status, await countOwnActions()]).toEqual(['done', 1]);
    });

    it('should take another order of the fields, other spaces and other slashes for the same', async () => {
      const first = await block({ ...body, last_four: '4211' });
      const others = [
        await block({ last_four: '4211', ...body }),
        await block(`{ "last_four":"4211",\n "phone_number" : "${body.phone_number}" }`),
        await client.send('/block/', { ...body, last_four: '4211' }, { key }),
      ];
      for (const other of others) expect(other).toMatchObject({ status: 200, text: first.text, replayed: true });
    });

    it('should answer with the same bytes whatever has happened to the card since', async () => {
      const first = await block();
      await database.queries.updateTable('card').set({ state: 'cancelled' }).where('last_four', '=', '4211').execute();
      expect((await block()).text).toBe(first.text);
    });

    it.each(['no_such_card', 'already_done'])('should repeat what was no success too: %s', async (status) => {
      const wanted = status === 'no_such_card' ? { ...body, last_four: '0000' } : body;
      if (status === 'already_done') await block(body, `${key}-before`);
      const first = await block(wanted);
      expect(first.body.status).toBe(status);
      expect(await block(wanted)).toMatchObject({ status: 200, text: first.text, replayed: true });
    });

    it('should know a key of the tenant that replaced the first one', async () => {
      const first = await block();
      const again = await new CardsClient(service, NEW_BACK_OFFICE.headers).send('block', body, { key });
      expect(again).toMatchObject({ status: 200, text: first.text, replayed: true });
    });

    it('should remember it for 24 hours, and not longer', async () => {
      const first = await block();
      moveClock(DAY_MS - 60_000);
      expect(await block()).toMatchObject({ text: first.text, replayed: true });
      moveClock(DAY_MS + 60_000);
      expect(await block()).toMatchObject({ status: 200, replayed: false, body: { status: 'already_done' } });
    });

    it('should be free for another request after 24 hours, which is then carried out', async () => {
      await block();
      const { phoneNumber } = await insertCustomer(database);
      moveClock(DAY_MS + 60_000);
      const answer = await block({ phone_number: phoneNumber });
      expect(answer).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
    });
  });

  describe('when another request comes with it', () => {
    it.each([
      ['another card', { last_four: '4211' }],
      ['a field that nobody reads', { note: 'urgent' }],
      ['another customer', { phone_number: '+15550100006' }],
    ])('should refuse it: %s', async (_what, fields) => {
      await block();
      expect(await client.refuse('block', { ...body, ...fields }, { key })).toMatchObject({
        status: 422,
        code: 'idempotency_key_reused',
        param: 'Idempotency-Key',
      });
      expect(await block()).toMatchObject({ status: 200, replayed: true });
    });

    it('should not mind it at another path', async () => {
      await block();
      const lost = await client.send('report-lost', { ...body, reason: 'lost' }, { key });
      expect(lost).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
    });

    it('should not mind it from another tenant', async () => {
      await block();
      const other = new CardsClient(service, OTHER_TENANT.headers);
      const { phoneNumber } = await insertCustomer(database);
      const answer = await other.send('block', { phone_number: phoneNumber }, { key });
      expect(answer).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
    });
  });

  describe('when the first request has no answer yet', () => {
    it('should refuse the copy for now, and another request for good', async () => {
      const { held, letGo } = holdNextChange();
      const first = block();
      await held;
      const copy = await block();
      expect(copy.status).toBe(409);
      expect(copy.body).toMatchObject({ error: { code: 'request_in_flight' } });
      expect(copy.headers.get('retry-after')).toBe('1');
      expect(await block({ ...body, last_four: '4211' })).toMatchObject({ status: 422 });
      letGo();
      const { text } = await first;
      expect(await block()).toMatchObject({ status: 200, text, replayed: true });
      expect(await countOwnActions()).toBe(1);
    });

    it('should let a copy go on after 30 seconds, and tell both the same', async () => {
      const { held, letGo } = holdNextChange();
      const first = block();
      await held;
      moveClock(29_000);
      expect(await block()).toMatchObject({ status: 409 });
      moveClock(31_000);
      const copy = await block();
      expect(copy).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
      letGo();
      expect((await first).text).toBe(copy.text);
      expect(await countOwnActions()).toBe(1);
    });

    it('should finish it though its sender has left', async () => {
      const { held, letGo } = holdNextChange();
      const controller = new AbortController();
      const left = service.post('/api/cards/block', body, {
        headers: { ...BACK_OFFICE.headers, 'idempotency-key': key },
        signal: controller.signal,
      });
      await held;
      controller.abort();
      await expect(left).rejects.toThrow();
      letGo();
      let answer = await block();
      while (answer.status === 409) answer = await block();
      expect(answer).toMatchObject({ status: 200, replayed: true, body: { status: 'done' } });
      expect(await countOwnActions()).toBe(1);
    });
  });

  describe('when the first request was refused', () => {
    it('should be free again after a mistake in the body', async () => {
      const records = await countRecords();
      expect(await block({ ...body, last_four: 4211 })).toMatchObject({ status: 400 });
      expect(await countRecords()).toBe(records);
      expect(await block()).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
    });

    it('should be free again after a refusal by the policy', async () => {
      const customer = { ...body, conversation_id: key };
      const records = await countRecords();
      expect(await client.refuse('replace', customer, { key })).toMatchObject({
        status: 403,
        code: 'step_up_required',
      });
      expect(await countRecords()).toBe(records);
      await verifyCustomer(service, client, customer);
      const answer = await client.send('replace', customer, { key });
      expect(answer).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
    });

    it.each([
      ['no key', {}, 401],
      ['a key without the scope', SCOPELESS.headers, 403],
    ])('should leave nothing behind after %s', async (_what, headers, status) => {
      const records = await countRecords();
      expect(await new CardsClient(service, headers).refuse('block', body, { key })).toMatchObject({ status });
      expect(await countRecords()).toBe(records);
    });
  });

  describe('when the first request failed', () => {
    it('should act when it comes again, and still know another one', async () => {
      jest.spyOn(cards, 'propose').mockRejectedValueOnce(new DatabaseError('Away.'));
      expect(await block()).toMatchObject({ status: 503 });
      expect(await block({ ...body, last_four: '4211' })).toMatchObject({ status: 422 });
      expect(await block()).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
      expect(await countOwnActions()).toBe(1);
    });

    it('should act when it comes again after a bug', async () => {
      jest.spyOn(cards, 'carryOut').mockRejectedValueOnce(new TypeError('A bug'));
      expect(await block()).toMatchObject({ status: 500 });
      expect(await block()).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
      expect(await countOwnActions()).toBe(1);
    });

    it('should tell the truth when it was done in spite of the failure', async () => {
      const original = cards.carryOut.bind(cards);
      jest.spyOn(cards, 'carryOut').mockImplementationOnce(async (reference) => {
        await original(reference);
        return { status: 'unknown' };
      });
      const failed = await block();
      expect(failed).toMatchObject({ status: 503, body: { error: { code: 'outcome_unknown' } } });
      expect(failed.headers.get('retry-after')).toBe('2');
      expect(await block()).toMatchObject({ status: 200, replayed: false, body: { status: 'done' } });
      expect(await countOwnActions()).toBe(1);
    });
  });

  describe('when 50 copies come at once', () => {
    it('should act once, and answer all with one body', async () => {
      const before = await countActions(database);
      const texts = await Promise.all(
        Array.from({ length: 50 }, async () => {
          let answer = await block();
          while (answer.status === 409) answer = await block();
          return answer.text;
        }),
      );
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toContain('"status":"done"');
      expect(await countActions(database)).toBe(before + 1);
    });
  });
});
