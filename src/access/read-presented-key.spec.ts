import { type IncomingHttpHeaders } from 'node:http';
import { readPresentedKey } from './read-presented-key';

describe(readPresentedKey.name, () => {
  it.each<[IncomingHttpHeaders]>([
    [{ authorization: 'Bearer tlk_1' }],
    [{ authorization: 'bearer   tlk_1 ' }],
    [{ authorization: 'tlk_1' }],
    [{ 'api-key': 'tlk_1' }],
    [{ authorization: '', 'api-key': 'tlk_1' }],
    [{ authorization: 'Bearer', 'api-key': 'tlk_1' }],
    [{ authorization: 'Bearer tlk_1', 'api-key': 'tlk_2' }],
  ])('should find the key in %j', (headers) => {
    expect(readPresentedKey(headers)).toBe('tlk_1');
  });

  it.each<[IncomingHttpHeaders]>([
    [{}],
    [{ authorization: '' }],
    [{ authorization: 'Bearer ' }],
    [{ 'api-key': '' }],
    [{ 'x-api-key': 'tlk_1', cookie: 'api-key=tlk_1' }],
  ])('should find none in %j', (headers) => {
    expect(readPresentedKey(headers)).toBeUndefined();
  });
});
