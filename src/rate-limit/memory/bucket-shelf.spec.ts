import { BucketShelf } from './bucket-shelf';

const SIZE = { limit: 60, periodMs: 60_000 };

describe(BucketShelf.name, () => {
  it('should know what is missing from each bucket, and nothing of others', () => {
    const shelf = new BucketShelf(10);
    shelf.put('a', { taken: 5, atMs: 0 }, SIZE);
    expect(shelf.takenAt(1_000, 'a', SIZE)).toBe(4);
    expect(shelf.takenAt(1_000, 'b', SIZE)).toBe(0);
  });

  it('should forget buckets that are full again, as others are used', () => {
    const shelf = new BucketShelf(1_000);
    for (let index = 0; index < 100; index += 1) shelf.put(`idle-${index}`, { taken: 1, atMs: 0 }, SIZE);
    expect(shelf.size).toBe(100);
    for (let index = 0; index < 100; index += 1) shelf.put('busy', { taken: 30, atMs: 2_000 + index }, SIZE);
    expect(shelf.size).toBe(1);
  });

  it('should forget no bucket because that of another fills up faster', () => {
    const shelf = new BucketShelf(1_000);
    shelf.put('slow', { taken: 60, atMs: 0 }, SIZE);
    for (let atMs = 1_000; atMs <= 2_000; atMs += 1) {
      shelf.put('fast', { taken: 30, atMs }, { limit: 6_000, periodMs: 60_000 });
    }
    expect(shelf.takenAt(2_000, 'slow', SIZE)).toBe(58);
  });

  it('should go on to fill a bucket from the time to which the clock is set back', () => {
    const shelf = new BucketShelf(10);
    shelf.put('a', { taken: 60, atMs: 3_600_000 }, SIZE);
    expect(shelf.takenAt(0, 'a', SIZE)).toBe(60);
    expect(shelf.takenAt(1_000, 'a', SIZE)).toBe(59);
    expect(shelf.takenAt(60_000, 'a', SIZE)).toBe(0);
  });

  it('should keep no more than it has room for, and those that were used last', () => {
    const shelf = new BucketShelf(100);
    for (let index = 0; index < 10_000; index += 1) shelf.put(`caller-${index}`, { taken: 50, atMs: 0 }, SIZE);
    expect(shelf.size).toBe(100);
    expect(shelf.takenAt(0, 'caller-9999', SIZE)).toBe(50);
    expect(shelf.takenAt(0, 'caller-0', SIZE)).toBe(0);
  });

  it('should not keep what is full', () => {
    const shelf = new BucketShelf(10);
    shelf.put('full', { taken: 0, atMs: 0 }, SIZE);
    expect(shelf.size).toBe(0);
  });
});
