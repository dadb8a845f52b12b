import { checkMetadata } from './check-metadata';

const pairs = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

describe(checkMetadata.name, () => {
  it.each([null, {}, pairs(16), { ['k'.repeat(64)]: 'v'.repeat(512) }])('should let %j pass', (metadata) => {
    expect([...checkMetadata({ metadata })]).toEqual([]);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [pairs(17), 'metadata', 'object_above_max_properties'],
    [{ turns: 2 }, 'metadata.turns', 'invalid_type'],
    [{ a: null }, 'metadata.a', 'invalid_type'],
    [{ a: 'v'.repeat(513) }, 'metadata.a', 'string_above_max_length'],
    [{ ['k'.repeat(65)]: 'v' }, 'metadata', 'string_above_max_length'],
  ])('should object to %j', (metadata, param, code) => {
    expect([...checkMetadata({ metadata })]).toMatchObject([{ param, code }]);
  });
});
