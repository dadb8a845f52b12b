const ZERO = '0'.charCodeAt(0);

/**
 * The check digits of payment cards, ISO/IEC 7812-1 annex B, for every run of groups of digits: any run is told in
 * constant time. The check doubles every second digit counted from the last one, which only the end of a run tells, so
 * the sums up to each group are kept for both cases.
 */
export class CheckDigits {
  private readonly lengths: number[] = [0];
  private readonly sumsWithEvenDoubled: number[] = [0];
  private readonly sumsWithOddDoubled: number[] = [0];

  /** @param groups ASCII digits, in order. */
  constructor(groups: Iterable<string>) {
    let length = 0;
    let withEvenDoubled = 0;
    let withOddDoubled = 0;
    for (const digits of groups) {
      for (let index = 0; index < digits.length; index += 1) {
        const plain = digits.charCodeAt(index) - ZERO;
        const doubled = plain > 4 ? 2 * plain - 9 : 2 * plain;
        withEvenDoubled += length % 2 === 0 ? doubled : plain;
        withOddDoubled += length % 2 === 1 ? doubled : plain;
        length += 1;
      }
      this.lengths.push(length);
      this.sumsWithEvenDoubled.push(withEvenDoubled);
      this.sumsWithOddDoubled.push(withOddDoubled);
    }
  }

  /** How many digits the groups from the first up to the end, without it, have together. */
  countDigits(first: number, end: number): number {
    return (this.lengths[end] ?? 0) - (this.lengths[first] ?? 0);
  }

  /** Whether the last digit of these groups checks the others. */
  isValid(first: number, end: number): boolean {
    const sums = (this.lengths[end] ?? 0) % 2 === 0 ? this.sumsWithEvenDoubled : this.sumsWithOddDoubled;
    return ((sums[end] ?? 0) - (sums[first] ?? 0)) % 10 === 0;
  }
}

/** Whether the last digit checks the others. */
export function hasCheckDigit(digits: string): boolean {
  return new CheckDigits([digits]).isValid(0, 1);
}
