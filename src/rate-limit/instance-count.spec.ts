import { InstanceCount } from './instance-count';

function countAfter(assumed: number, ...counts: readonly number[]): number {
  const instances = new InstanceCount(assumed);
  for (const count of counts) instances.note(count);
  return instances.highest;
}

describe(InstanceCount.name, () => {
  it('should go by what is assumed until it has been told often enough', () => {
    expect(countAfter(4)).toBe(4);
    expect(countAfter(4, 1)).toBe(4);
    expect(countAfter(4, ...Array<number>(12).fill(1))).toBe(1);
  });

  it('should follow at once when there are more, and later when there are fewer', () => {
    expect(countAfter(1, 2, 5)).toBe(5);
    expect(countAfter(1, 5, ...Array<number>(11).fill(2))).toBe(5);
    expect(countAfter(1, 5, ...Array<number>(12).fill(2))).toBe(2);
  });
});
