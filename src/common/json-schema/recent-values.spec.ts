import { RecentValues } from './recent-values';

describe(RecentValues.name, () => {
  const find = (recent: RecentValues<number>): readonly (number | undefined)[] =>
    ['a', 'b', 'c'].map((name) => recent.find(name));

  it('should let the value go that was used longest ago when there are too many', () => {
    const recent = new RecentValues<number>({ values: 2, size: 100 });
    recent.keep('a', { value: 1, size: 1 });
    recent.keep('b', { value: 2, size: 1 });
    recent.find('a');
    recent.keep('c', { value: 3, size: 1 });
    expect(find(recent)).toEqual([1, undefined, 3]);
  });

  it('should let as many go as a large one needs', () => {
    const recent = new RecentValues<number>({ values: 10, size: 10 });
    recent.keep('a', { value: 1, size: 4 });
    recent.keep('b', { value: 2, size: 4 });
    recent.keep('c', { value: 3, size: 9 });
    expect(find(recent)).toEqual([undefined, undefined, 3]);
  });

  it('should not keep one that has no room, and count one of the same name once', () => {
    const recent = new RecentValues<number>({ values: 10, size: 10 });
    for (const value of [1, 2, 3]) recent.keep('a', { value, size: 5 });
    recent.keep('b', { value: 4, size: 5 });
    expect(find(recent)).toEqual([3, 4, undefined]);
    recent.keep('c', { value: 5, size: 11 });
    expect(find(recent)).toEqual([undefined, undefined, undefined]);
  });
});
