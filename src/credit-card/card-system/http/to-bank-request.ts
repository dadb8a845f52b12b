import { type CardCommand } from '../card-system';

/** One call of the contract in docs/card-system.openapi.json; `path` is relative to the base URL. */
export interface BankRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly body?: Readonly<Record<string, string | boolean>>;
}

/** The same command gives the same bytes, as an idempotency key demands. */
export function toBankRequest(command: CardCommand): BankRequest {
  const { actionId, customerId, cardId } = command;
  const requestedAt = command.requestedAt.toISOString();
  const reason = command.reason === undefined ? {} : { reason: command.reason };
  const post = (path: string, more: BankRequest['body'] = {}): BankRequest => ({
    method: 'POST',
    path,
    idempotencyKey: actionId,
    body: { customerId, requestedAt, ...more },
  });
  const card = `/v1/cards/${encodeURIComponent(cardId)}`;
  switch (command.operation) {
    case 'block_card':
      return post(`${card}/block`);
    case 'unblock_card':
      return post(`${card}/unblock`);
    case 'activate_card':
      return post(`${card}/activate`);
    case 'report_card_lost':
      return post(`${card}/cancel`, { ...reason, orderReplacement: true });
    case 'replace_card':
      return post(`${card}/replace`, reason);
    case 'dispute_transaction':
      return post('/v1/disputes', { cardId, transactionId: command.transactionId ?? '' });
  }
}
