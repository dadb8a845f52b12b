import { type BucketLevel, type BucketSize, takenAt } from '../token-bucket';

/** How many of the longest unused buckets are looked at for each one that is used. */
const LOOKS = 2;

/** A level, and the size of its own bucket: those of other keys may be larger or smaller. */
interface KeptLevel extends BucketLevel {
  readonly size: BucketSize;
}

/**
 * Keeps the buckets that are not full, the longest unused first. A bucket that is full again says no more than one that
 * nobody has used, so it is forgotten; and whatever happens, no more are kept than there is room for.
 */
export class BucketShelf {
  private readonly levels = new Map<string, KeptLevel>();

  constructor(private readonly room: number) {}

  get size(): number {
    return this.levels.size;
  }

  takenAt(nowMs: number, name: string, size: BucketSize): number {
    return takenAt(nowMs, this.read(nowMs, name), size);
  }

  put(name: string, level: BucketLevel, size: BucketSize): void {
    this.levels.delete(name);
    if (level.taken > 0) this.levels.set(name, { ...level, size });
    this.forget(level.atMs);
  }

  /**
   * A clock that was set back would fill nothing until it has caught up, and who is turned away leaves no newer level.
   * So a level of a time to come counts as one of now.
   */
  private read(nowMs: number, name: string): KeptLevel | undefined {
    const level = this.levels.get(name);
    if (level === undefined || level.atMs <= nowMs) return level;
    const current = { ...level, atMs: nowMs };
    this.levels.set(name, current);
    return current;
  }

  private forget(nowMs: number): void {
    const longestUnused = [...take(this.levels, LOOKS)];
    for (const [name, level] of longestUnused) {
      if (this.levels.size > this.room || takenAt(nowMs, level, level.size) === 0) this.levels.delete(name);
    }
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}
