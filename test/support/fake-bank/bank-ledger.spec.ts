import { type BankAction, BankLedger } from './bank-ledger';

const BODY = { customerId: 'customer-1', requestedAt: '2026-11-23T10:55:27.385Z' };

function action(key: string, operationId: string, body: BankAction['body'] = BODY): BankAction {
  return { key, operationId, cardId: 'card-1', body };
}

describe(BankLedger.name, () => {
  let ledger: BankLedger;

  beforeEach(() => {
    ledger = new BankLedger();
    ledger.addCard('card-1', { customerId: 'customer-1', state: 'active' });
  });

  it('should carry out an action once, and give the same reply to its copies', () => {
    const first = ledger.apply(action('key-1', 'blockCard'));
    ledger.apply(action('key-2', 'unblockCard'));
    expect(ledger.apply(action('key-1', 'blockCard'))).toEqual(first);
    expect(ledger.effects.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
    expect(ledger.stateOf('card-1')).toBe('active');
  });

  it('should refuse a key that was used for something else', () => {
    ledger.apply(action('key-1', 'blockCard'));
    expect(ledger.apply(action('key-1', 'unblockCard'))).toMatchObject({ status: 422 });
    expect(ledger.apply(action('key-1', 'blockCard', { ...BODY, requestedAt: 'later' }))).toMatchObject({
      status: 422,
    });
    expect(ledger.effects).toHaveLength(1);
  });

  it("should refuse what the card's state does not allow, and another customer's card", () => {
    ledger.apply(action('key-1', 'cancelCard'));
    expect(ledger.apply(action('key-2', 'unblockCard')).body).toEqual({ code: 'card_cancelled' });
    expect(ledger.apply(action('key-3', 'blockCard', { ...BODY, customerId: 'other' })).status).toBe(404);
    expect(ledger.effects).toHaveLength(1);
  });
});
