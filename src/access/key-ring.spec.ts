import crypto from 'node:crypto';
import { readConfig } from '../config/read-config';
import { ApiKeyUnknownError } from './access-error';
import { KeyRing } from './key-ring';
import { makeApiKey } from './make-api-key';

const made = Array.from({ length: 5 }, (_, index) =>
  makeApiKey({ id: `key-${index}`, tenant: `tenant-${index}`, scopes: 'chat' }),
);
const ring = new KeyRing(readConfig({ API_KEYS: made.map(({ entry }) => entry).join() }));

describe(KeyRing.name, () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('should know each key from the others', () => {
    expect(made.map(({ key }) => ring.authenticate(key).keyId)).toEqual(['key-0', 'key-1', 'key-2', 'key-3', 'key-4']);
  });

  it('should hold no digest out to who asks', () => {
    expect(Object.keys(ring.authenticate(made[0]?.key)).sort()).toEqual(['keyId', 'scopes', 'tenant']);
  });

  it.each(['the first key', 'the last key', 'an unknown key'])(
    'should compare %s with all, in constant time',
    (which) => {
      const compare = jest.spyOn(crypto, 'timingSafeEqual');
      const key = { 'the first key': made[0]?.key, 'the last key': made[4]?.key }[which] ?? 'tlk_unknown';
      try {
        ring.authenticate(key);
      } catch (error) {
        expect(error).toBeInstanceOf(ApiKeyUnknownError);
      }
      expect(compare).toHaveBeenCalledTimes(made.length);
    },
  );
});
