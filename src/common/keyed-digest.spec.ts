import { KeyedDigest } from './keyed-digest';

function digest(secret: string | undefined, purpose = 'test', text = 'text'): string {
  return new KeyedDigest({ passcodes: secret === undefined ? {} : { secret } }).of(purpose, text).toString('hex');
}

describe(KeyedDigest.name, () => {
  it('should be the same in every instance that has the secret, and another under another', () => {
    expect(digest('a')).toMatch(/^[\da-f]{64}$/);
    expect(digest('a')).toBe(digest('a'));
    expect(digest('b')).not.toBe(digest('a'));
  });

  it('should tell texts and purposes apart', () => {
    const all = [digest('a'), digest('a', 'test', 'other'), digest('a', 'other'), digest('a', 'tes', 't\ntext')];
    expect(new Set(all).size).toBe(4);
  });

  it('should have a secret of its own where there is none', () => {
    const [one, two] = [new KeyedDigest({ passcodes: {} }), new KeyedDigest({ passcodes: {} })];
    expect(one.of('test', 'text')).toEqual(one.of('test', 'text'));
    expect(one.of('test', 'text')).not.toEqual(two.of('test', 'text'));
  });
});
