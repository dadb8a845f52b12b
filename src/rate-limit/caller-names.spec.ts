import { KeyedDigest } from '../common/keyed-digest';
import { CallerNames } from './caller-names';

const NUMBER = { kind: 'number', value: '+15550100007' } as const;

function createNames(secret: string): CallerNames {
  return new CallerNames(new KeyedDigest({ passcodes: { secret } }));
}

describe(CallerNames.name, () => {
  it('should give a caller the same name in every instance that has the secret, and another under another', () => {
    const [name, same, other] = ['a', 'a', 'b'].map((secret) => createNames(secret).nameOf(NUMBER));
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(same).toBe(name);
    expect(other).not.toBe(name);
  });

  it('should tell callers apart, and a number from a call of the same text', () => {
    const names = createNames('a');
    const all = [NUMBER, { ...NUMBER, value: '+15550100008' }, { ...NUMBER, kind: 'call' as const }].map((mark) =>
      names.nameOf(mark),
    );
    expect(new Set(all).size).toBe(3);
  });
});
