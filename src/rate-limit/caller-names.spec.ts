import { CallerNames } from './caller-names';

const NUMBER = { kind: 'number', value: '+15550100007' } as const;

describe(CallerNames.name, () => {
  it('should give a caller the same name in every instance that has the secret, and another under another', () => {
    const [name, same, other] = ['a', 'a', 'b'].map((secret) =>
      new CallerNames({ passcodes: { secret } }).nameOf(NUMBER),
    );
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(same).toBe(name);
    expect(other).not.toBe(name);
  });

  it('should tell callers apart, and a number from a call of the same text', () => {
    const names = new CallerNames({ passcodes: { secret: 'a' } });
    const all = [NUMBER, { ...NUMBER, value: '+15550100008' }, { ...NUMBER, kind: 'call' as const }].map((mark) =>
      names.nameOf(mark),
    );
    expect(new Set(all).size).toBe(3);
  });

  it('should make a secret of its own where there is none', () => {
    const [one, two] = [new CallerNames({ passcodes: {} }), new CallerNames({ passcodes: {} })];
    expect(one.nameOf(NUMBER)).toBe(one.nameOf(NUMBER));
    expect(one.nameOf(NUMBER)).not.toBe(two.nameOf(NUMBER));
  });
});
