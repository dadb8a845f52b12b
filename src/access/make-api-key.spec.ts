import { parseApiKeys } from '../config/parse-api-keys';
import { digestKey } from './digest-key';
import { makeApiKey } from './make-api-key';

const REQUEST = { id: 'voice', tenant: 'acme', scopes: 'chat+assert_caller' };

describe(makeApiKey.name, () => {
  it('should make a random key of 256 bits, and an entry that holds its digest alone', () => {
    const { key, entry, problems } = makeApiKey(REQUEST);
    expect(key).toMatch(/^tlk_[\w-]{43}$/);
    expect(Buffer.from(key.slice('tlk_'.length), 'base64url')).toHaveLength(32);
    expect(entry).not.toContain(key.slice('tlk_'.length));
    expect(problems).toEqual([]);
    expect(parseApiKeys(entry).keys).toEqual([
      { keyId: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'], sha256: digestKey(key).toString('hex') },
    ]);
  });

  it('should never make the same key twice', () => {
    expect(new Set(Array.from({ length: 100 }, () => makeApiKey(REQUEST).key)).size).toBe(100);
  });

  it('should take commas between scopes too', () => {
    expect(makeApiKey({ ...REQUEST, scopes: 'chat,vapi' }).entry).toMatch(/^voice\/acme\/chat\+vapi\//);
  });

  it.each([{ id: '' }, { tenant: 'A' }, { scopes: 'everything' }])('should say what is wrong with %j', (wrong) => {
    expect(makeApiKey({ ...REQUEST, ...wrong }).problems).toHaveLength(1);
  });
});
