import { DeliveryHealth } from '../../src/credit-card/card-system/outbox/delivery-health';
import { Database } from '../../src/database/database';
import { BANK_TOKEN, FakeBank } from '../support/fake-bank/fake-bank';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';

const PHONE = '+1234567890';
const BLOCK = { role: 'user', content: `Block my credit card [phone: ${PHONE}]` };

describe("the service with the bank's own card system", () => {
  let bank: FakeBank;
  let service: TestApp;

  beforeEach(async () => {
    bank = await new FakeBank().start();
    service = await startTestApp({ CARD_SYSTEM_URL: bank.url, CARD_SYSTEM_TOKEN: BANK_TOKEN });
    const cards = await service.app
      .get(Database)
      .queries.selectFrom('card')
      .innerJoin('customer', 'customer.id', 'card.customer_id')
      .where('customer.phone_number', '=', PHONE)
      .select(['card.id', 'card.customer_id'])
      .execute();
    for (const { id, customer_id: customerId } of cards) bank.ledger.addCard(id, { customerId, state: 'active' });
  });

  afterEach(async () => {
    await service.close();
    await bank.stop();
  });

  async function ask(messages: readonly object[]): Promise<string> {
    const response = await service.post('/v1/chat/completions', { messages });
    const completion = (await response.json()) as { choices: { message: { content: string } }[] };
    return completion.choices[0]?.message.content ?? '';
  }

  async function confirmBlock(): Promise<string> {
    const question = await ask([BLOCK]);
    return ask([BLOCK, { role: 'assistant', content: question }, { role: 'user', content: 'yes' }]);
  }

  it('should block the card at the bank too, once', async () => {
    expect(await confirmBlock()).toMatch(/is blocked/);
    const actions = await service.app.get(Database).queries.selectFrom('card_action').selectAll().execute();
    expect(bank.ledger.effects).toEqual([
      { key: actions[0]?.id, operationId: 'blockCard', cardId: actions[0]?.card_id, stateAfter: 'blocked' },
    ]);
    expect(actions).toHaveLength(1);
    expect(bank.violations).toEqual([]);
  });

  it('should say how the deliveries go, and stay ready when they do not', async () => {
    const readiness = async (): Promise<unknown> => {
      const response = await fetch(`${service.url}/health/ready`);
      return { code: response.status, ...((await response.json()) as object) };
    };
    const up = { status: 'up', detail: 'Calls go through; no action waits.' };
    expect(await readiness()).toMatchObject({ code: 200, status: 'ok', info: { card_system: up } });
    const check = jest.spyOn(service.app.get(DeliveryHealth, { strict: false }), 'check');
    check.mockResolvedValue({ state: 'down', detail: 'Away.' });
    const error = { card_system: { status: 'down', detail: 'Away.' } };
    expect(await readiness()).toMatchObject({ code: 200, status: 'degraded', error });
  });

  it('should serve the caller while the bank is away, and tell it later', async () => {
    await bank.goDown();
    const registered = await confirmBlock();
    expect(registered).toMatch(/registered.*will be blocked as soon as/);
    expect(registered).not.toMatch(/is blocked/);
    expect(bank.ledger.effects).toEqual([]);
    await bank.comeUp();
    await waitUntil(() => bank.ledger.effects.length === 1);
    expect(bank.violations).toEqual([]);
    // The same request again now tells what has become of it.
    expect(await confirmBlock()).toMatch(/is blocked/);
    expect(service.logs()).not.toContain(BANK_TOKEN);
  });
});
