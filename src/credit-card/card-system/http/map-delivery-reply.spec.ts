import { type CardCommand } from '../card-system';
import { CardSystemError } from '../card-system-error';
import { mapDeliveryReply } from './map-delivery-reply';

const COMMAND: CardCommand = {
  actionId: '01a2080b-3f55-7c1e-9d1a-0c5f4b1e2a77',
  operation: 'block_card',
  cardId: 'card-1',
  customerId: 'customer-1',
  requestedAt: new Date('2026-11-23T10:55:27.385Z'),
};

function codeOf(status: number, body: string): string {
  try {
    const outcome = mapDeliveryReply(COMMAND, { status, body });
    throw new Error(`The reply was taken as ${outcome.status}.`);
  } catch (error) {
    if (error instanceof CardSystemError) return error.code;
    throw error;
  }
}

describe(mapDeliveryReply.name, () => {
  it('should take a 200 that names the action', () => {
    const body = JSON.stringify({ actionId: COMMAND.actionId, cardId: 'card-1', state: 'blocked' });
    expect(mapDeliveryReply(COMMAND, { status: 200, body })).toEqual({ status: 'delivered' });
  });

  it.each([
    [400, 'invalid_request'],
    [404, 'unknown_card'],
    [404, 'unknown_customer'],
    [404, 'unknown_transaction'],
    [422, 'card_cancelled'],
    [422, 'action_not_allowed'],
    [422, 'idempotency_key_reused'],
  ])('should take %d %s as a refusal for good', (status, code) => {
    const body = JSON.stringify({ code, message: 'Nothing leads out of cancelled.' });
    expect(mapDeliveryReply(COMMAND, { status, body })).toEqual({ status: 'refused', reason: code });
  });

  describe('when the bank cannot say yet', () => {
    const refusal = JSON.stringify({ code: 'some_code' });

    it.each([408, 425, 429, 500, 502, 503, 504, 599])('should have %d tried again', (status) => {
      expect(codeOf(status, refusal)).toBe('card_system_unavailable');
    });

    it('should have a copy that is in flight tried again', () => {
      expect(codeOf(409, refusal)).toBe('card_system_busy');
    });
  });

  describe('when something is set up wrongly', () => {
    it.each([401, 403])('should blame the token for %d and drop nothing', (status) => {
      expect(codeOf(status, JSON.stringify({ code: 'unauthorised' }))).toBe('card_system_misconfigured');
    });

    it.each<[number, string]>([
      [200, ''],
      [200, '<html>Sign in</html>'],
      [200, '{"actionId":"01a2080b-0000-7000-8000-000000000000"}'],
      [200, '["01a2080b-3f55-7c1e-9d1a-0c5f4b1e2a77"]'],
      [201, JSON.stringify({ actionId: COMMAND.actionId })],
      [204, ''],
      [301, ''],
      [307, JSON.stringify({ code: 'moved' })],
      [404, '<html>Not Found</html>'],
      [404, '{"message":"no Route matched with those values"}'],
      [400, '{"code":42}'],
      [422, '{"code":"Free text with a number 4111111111111111"}'],
      [405, ''],
      [400, '{"code":"card_cancelled"}'],
      [402, '{"code":"card_cancelled"}'],
      [404, '{"code":"not_found"}'],
      [404, '{"code":"no_route"}'],
      [405, '{"code":"card_cancelled"}'],
      [410, '{"code":"unknown_card"}'],
      [413, '{"code":"invalid_request"}'],
      [422, '{"code":"unknown_card"}'],
      [422, '{"code":"validation_failed"}'],
      [451, '{"code":"action_not_allowed"}'],
    ])('should neither confirm nor drop the action for %d %s', (status, body) => {
      expect(codeOf(status, body)).toBe('card_system_misconfigured');
    });
  });
});
