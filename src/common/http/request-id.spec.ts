import { type IncomingMessage } from 'node:http';
import { chooseRequestId, makeRequestId } from './request-id';

const withHeader = (value: string | readonly string[] | undefined): IncomingMessage =>
  ({ headers: { 'x-request-id': value } }) as unknown as IncomingMessage;

const NEW_ID = /^req_[0-9a-f]{32}$/;

describe(chooseRequestId.name, () => {
  it.each(['a', 'call-7:turn.2_b', '01a207bd-ed0f-734a-bd44-83a6f0000000', 'x'.repeat(128)])('should keep %s', (id) => {
    expect(chooseRequestId(withHeader(id))).toBe(id);
  });

  it.each([
    undefined,
    '',
    'two words',
    'a\nb',
    '<b>',
    'é',
    'a"b',
    'a/b',
    'x'.repeat(129),
    '4242424242424242',
    'call-4242-4242-4242-4242',
  ])('should make a new one instead of %p', (id) => {
    expect(chooseRequestId(withHeader(id))).toMatch(NEW_ID);
  });
});

describe(makeRequestId.name, () => {
  it('should make no id twice', () => {
    const ids = Array.from({ length: 100 }, () => makeRequestId());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(NEW_ID);
  });

  it('should draw again when the digits of an id read as a card number', () => {
    const draws = ['f254b0e0f394722484265783d55ccbfb', 'f254b0e0f394a22484265783d55ccbfb'];
    expect(makeRequestId(() => draws.shift() ?? '')).toBe('req_f254b0e0f394a22484265783d55ccbfb');
  });
});
