interface KeptText {
  readonly text: string;
  readonly untilMs: number;
}

/** Keeps texts for a time, and no more than there is room for: the one that was used longest ago has to go. */
export class TextShelf {
  private readonly texts = new Map<string, KeptText>();

  constructor(private readonly room: number) {}

  get size(): number {
    return this.texts.size;
  }

  find(name: string, nowMs: number): string | undefined {
    const kept = this.texts.get(name);
    if (kept === undefined) return undefined;
    this.texts.delete(name);
    if (kept.untilMs <= nowMs) return undefined;
    this.texts.set(name, kept);
    return kept.text;
  }

  keep(name: string, kept: KeptText): void {
    this.texts.delete(name);
    this.texts.set(name, kept);
    const [oldest] = this.texts.keys();
    if (this.texts.size > this.room && oldest !== undefined) this.texts.delete(oldest);
  }
}
