const MAX_LENGTH = 64;

interface UniqueNamesOptions {
  /** Global regular expression of every character that is not allowed. */
  readonly foreignCharacters: RegExp;
  /** Stands in for a name without any character. */
  readonly fallback: string;
}

/** Hands out names of 1 to 64 allowed characters, each only once, as close to the wanted ones as possible. */
export class UniqueNames {
  private readonly taken = new Set<string>();
  private readonly nextNumbers = new Map<string, number>();

  constructor(private readonly options: UniqueNamesOptions) {}

  isAllowed(name: string): boolean {
    return name !== '' && this.clean(name) === name;
  }

  allocate(wanted: string): string {
    const base = this.clean(wanted) || this.options.fallback;
    let name = base;
    for (let number = this.nextNumbers.get(base) ?? 2; this.taken.has(name); number += 1) {
      const suffix = `_${number}`;
      name = base.slice(0, MAX_LENGTH - suffix.length) + suffix;
      this.nextNumbers.set(base, number + 1);
    }
    this.taken.add(name);
    return name;
  }

  private clean(name: string): string {
    return name.slice(0, MAX_LENGTH).replace(this.options.foreignCharacters, '_');
  }
}
