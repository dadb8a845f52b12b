import { CardSystemError } from '../card-system-error';
import { mapCardReply } from './map-card-reply';

describe(mapCardReply.name, () => {
  it.each(['active', 'inactive', 'blocked', 'cancelled'])('should read %s', (state) => {
    expect(mapCardReply('card-1', { status: 200, body: JSON.stringify({ cardId: 'card-1', state }) })).toBe(state);
  });

  it('should tell a card that the bank does not know', () => {
    expect(mapCardReply('card-1', { status: 404, body: '{"code":"unknown_card"}' })).toBeUndefined();
  });

  it.each<[number, string]>([
    [404, 'Not Found'],
    [200, '{"cardId":"card-2","state":"active"}'],
    [200, '{"cardId":"card-1","state":"frozen"}'],
    [200, 'active'],
    [401, '{"code":"unauthorised"}'],
    [500, ''],
  ])('should take %d %s for no answer', (status, body) => {
    expect(() => mapCardReply('card-1', { status, body })).toThrow(CardSystemError);
  });
});
