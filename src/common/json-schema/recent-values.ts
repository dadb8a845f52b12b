interface KeptValue<Value> {
  readonly value: Value;
  readonly size: number;
}

interface Room {
  readonly values: number;
  /** Of all of them together, in whatever unit their sizes are. */
  readonly size: number;
}

/** Keeps values by name, and no more than there is room for: those that were used longest ago have to go. */
export class RecentValues<Value> {
  private readonly kept = new Map<string, KeptValue<Value>>();
  private size = 0;

  constructor(private readonly room: Room) {}

  find(name: string): Value | undefined {
    const found = this.kept.get(name);
    if (found === undefined) return undefined;
    this.kept.delete(name);
    this.kept.set(name, found);
    return found.value;
  }

  keep(name: string, kept: KeptValue<Value>): void {
    this.forget(name);
    this.kept.set(name, kept);
    this.size += kept.size;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.room.values && this.size <= this.room.size) return;
      this.forget(oldest);
    }
  }

  private forget(name: string): void {
    this.size -= this.kept.get(name)?.size ?? 0;
    this.kept.delete(name);
  }
}
