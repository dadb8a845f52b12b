import crypto from 'node:crypto';
import { readConfig } from '../config/read-config';
import { ApiKeyMissingError, ApiKeyUnknownError } from './access-error';
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

  describe('when its keys are replaced', () => {
    const config = readConfig({ API_KEYS: made[0]?.entry });
    const others = readConfig({ API_KEYS: made[1]?.entry }).apiKeys;

    it('should know the new ones, and the old ones no more', () => {
      const changing = new KeyRing(config);
      changing.replace(others);
      expect(changing.authenticate(made[1]?.key).keyId).toBe('key-1');
      expect(() => changing.authenticate(made[0]?.key)).toThrow(ApiKeyUnknownError);
    });

    it('should let nobody in when there are none left', () => {
      const emptied = new KeyRing(config);
      emptied.replace([]);
      expect(() => emptied.authenticate(made[0]?.key)).toThrow(ApiKeyUnknownError);
      expect(() => emptied.authenticate(undefined)).toThrow(ApiKeyMissingError);
    });
  });
});
