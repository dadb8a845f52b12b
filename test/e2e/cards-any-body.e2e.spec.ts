import fc from 'fast-check';
import { createKey } from '../factories/api-key.factory';
import { CardsClient } from '../support/cards-client';
import { startTestApp, type TestApp } from '../support/test-app';
import { readErrorBody } from '../support/wire';

const BACK_OFFICE = createKey({ id: 'back-office', scopes: ['cards:write'] });
const OPERATIONS = [
  ...['list', 'balance', 'transactions', 'replacement-status', 'passcode', 'passcode/check'],
  ...['block', 'unblock', 'report-lost', 'replace', 'activate', 'dispute'],
];

const anything = fc.jsonValue({ maxDepth: 3 });

/** Mostly what the endpoints expect, and now and then anything at all. */
function mostly(...values: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: anything });
}

const bodies = fc.oneof(
  anything,
  fc.record(
    {
      phone_number: mostly('+1234567890', '+15550100001', '(555) 010-0003', '+15559999999', 'twelve'),
      conversation_id: mostly('desk-1', 'desk-2', '', null, 'two words', 'x'.repeat(129)),
      last_four: mostly('4211', '1881', '0000', null, 4211, '421'),
      network: mostly('Visa', 'American Express', 'visa', null),
      reason: mostly('lost', 'stolen', 'damaged', null),
      merchant: mostly('Acme Shoes', '\u0000', '', '%', "'; drop table card; --", null),
      amount_cents: mostly(4_210, 0, -1, 1.5, 1e300, '4210', null),
      code: mostly('123456', '12345', 123_456),
      ['__proto__']: anything,
    },
    { requiredKeys: [] },
  ),
);

describe('the endpoints for cards with any body and any key', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ API_KEYS: BACK_OFFICE.entry });
  });

  afterAll(async () => {
    await service.close();
  });

  it('should answer, or say what is wrong, and never fail', async () => {
    const client = new CardsClient(service, BACK_OFFICE.headers);
    const keys = fc.option(
      fc.oneof(fc.constantFrom('key-1', 'key-2', ''), fc.string({ unit: 'grapheme-ascii', maxLength: 300 })),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...OPERATIONS), bodies, keys, async (operation, body, key) => {
        const answer = await client.send(operation, body, { key });
        expect([200, 400, 403, 409, 422]).toContain(answer.status);
        if (answer.status === 200) expect(answer.body.status).toEqual(expect.any(String));
        else readErrorBody(answer.text);
      }),
      { numRuns: 1_000 },
    );
    expect(service.logs()).not.toContain('"level":"error"');
  }, 60_000);
});
