import { CardContract } from '../../../../test/support/fake-bank/card-contract';
import { CHANGE_OPERATIONS, type ChangeOperation } from '../../../common/operation';
import { type CardCommand } from '../card-system';
import { toBankRequest } from './to-bank-request';

const COMMAND: CardCommand = {
  actionId: '01a2080b-3f55-7c1e-9d1a-0c5f4b1e2a77',
  operation: 'block_card',
  cardId: 'card-1',
  customerId: 'customer-1',
  requestedAt: new Date('2026-11-23T10:55:27.385Z'),
};
const USUAL = { customerId: 'customer-1', requestedAt: '2026-11-23T10:55:27.385Z' };

const CALLS: Readonly<Record<ChangeOperation, readonly [Partial<CardCommand>, string, object]>> = {
  block_card: [{}, '/v1/cards/card-1/block', USUAL],
  unblock_card: [{}, '/v1/cards/card-1/unblock', USUAL],
  activate_card: [{}, '/v1/cards/card-1/activate', USUAL],
  report_card_lost: [
    { reason: 'stolen' },
    '/v1/cards/card-1/cancel',
    { ...USUAL, reason: 'stolen', orderReplacement: true },
  ],
  replace_card: [{ reason: 'damaged' }, '/v1/cards/card-1/replace', { ...USUAL, reason: 'damaged' }],
  dispute_transaction: [
    { transactionId: 'transaction-1' },
    '/v1/disputes',
    { ...USUAL, cardId: 'card-1', transactionId: 'transaction-1' },
  ],
};

describe(toBankRequest.name, () => {
  const contract = new CardContract();

  it.each(CHANGE_OPERATIONS)('should make the call of the contract for %s', (operation) => {
    const [details, path, body] = CALLS[operation];
    const request = toBankRequest({ ...COMMAND, operation, ...details });
    expect(request).toEqual({ method: 'POST', path, idempotencyKey: COMMAND.actionId, body });
    const headers = {
      authorization: 'Bearer token',
      'idempotency-key': request.idempotencyKey,
      'content-type': 'application/json',
    };
    expect(contract.explainRequest({ ...request, headers, body })).toEqual([]);
  });

  it('should leave out a reason that nobody gave', () => {
    expect(toBankRequest({ ...COMMAND, operation: 'replace_card' }).body).toEqual(USUAL);
    const cancellation = toBankRequest({ ...COMMAND, operation: 'report_card_lost' }).body;
    expect(cancellation).toEqual({ ...USUAL, orderReplacement: true });
  });

  it('should keep an odd id within its part of the path', () => {
    expect(toBankRequest({ ...COMMAND, cardId: '../x?y#z' }).path).toBe('/v1/cards/..%2Fx%3Fy%23z/block');
  });
});
