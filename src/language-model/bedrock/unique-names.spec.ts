import { UniqueNames } from './unique-names';

describe(UniqueNames.name, () => {
  const options = { foreignCharacters: /[^a-z0-9_]/g, fallback: 'call' };

  it('should keep an allowed name, and replace what is foreign', () => {
    const names = new UniqueNames(options);
    expect(['ok', 'a.b', '', 'ü'].map((name) => names.allocate(name))).toEqual(['ok', 'a_b', 'call', '_']);
    expect(names.isAllowed('ok')).toBe(true);
    expect(['a.b', '', 'a'.repeat(65)].some((name) => names.isAllowed(name))).toBe(false);
  });

  it('should number names that would collide', () => {
    const names = new UniqueNames(options);
    expect(['a.b', 'a_b', 'a_b', 'a_b_2'].map((name) => names.allocate(name))).toEqual([
      'a_b',
      'a_b_2',
      'a_b_3',
      'a_b_2_2',
    ]);
  });

  it('should keep to 64 characters, with the number too', () => {
    const names = new UniqueNames(options);
    const long = 'x'.repeat(70);
    expect(names.allocate(long)).toBe('x'.repeat(64));
    expect(names.allocate(long)).toBe(`${'x'.repeat(62)}_2`);
  });
});
