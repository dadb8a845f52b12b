import { CheckDigits } from '../check-digit';
import { type DigitToken } from './digit-streams';

export interface CardNumber {
  readonly tokens: readonly DigitToken[];
  readonly lastFour: string;
}

const MIN_LENGTH = 13;
const MAX_LENGTH = 19;
/** Usual lengths first, so that a neighbouring number is not taken for a part of the card. */
const USUAL_LENGTHS = [16, 15, 14];
/** What payment networks issue begins so; order and tracking numbers often do not. */
const NETWORK_PREFIX = /^[2-6]/;
/** What one number leaves over may be another one, seen only now that it stands alone. */
const MOST_PASSES = 6;

/**
 * The card numbers among the digits of one stream; none overlaps another. One that is the whole stream goes first, then
 * what stands apart on both sides, then those of a usual length without anything apart inside. Takes linear time.
 */
export function findCardNumbers(stream: readonly DigitToken[]): readonly CardNumber[] {
  const found: CardNumber[] = [];
  const edges = new StreamEdges(stream);
  let candidates = listCandidates(stream);
  for (let pass = 0; pass < MOST_PASSES && candidates.length > 0; pass += 1) {
    const before = found.length;
    for (const { first, end } of orderCandidates(candidates, edges)) {
      if (!edges.take(first, end)) continue;
      const tokens = stream.slice(first, end);
      found.push({ tokens, lastFour: join(tokens).slice(-4) });
    }
    if (found.length === before) break;
    candidates = candidates.filter(({ first, end }) => edges.isFree(first, end));
  }
  return found;
}

/** A run of whole tokens that is a card number by length, prefix and check digit. */
interface Candidate {
  readonly first: number;
  readonly end: number;
  readonly length: number;
}

/** At most seven from each token, since numbers of more than 19 digits are none. */
function listCandidates(stream: readonly DigitToken[]): readonly Candidate[] {
  const checks = new CheckDigits(stream.map(({ digits }) => digits));
  const candidates: Candidate[] = [];
  for (const [first, { digits }] of stream.entries()) {
    if (!NETWORK_PREFIX.test(digits)) continue;
    for (let end = first + 1; end <= stream.length; end += 1) {
      const length = checks.countDigits(first, end);
      if (length > MAX_LENGTH) break;
      if (length >= MIN_LENGTH && checks.isValid(first, end)) candidates.push({ first, end, length });
    }
  }
  return candidates;
}

function orderCandidates(candidates: readonly Candidate[], edges: StreamEdges): readonly Candidate[] {
  return [
    ...candidates.filter(({ first, end }) => edges.isWhole(first, end)),
    ...candidates.filter(({ first, end }) => edges.isApart(first) && edges.isApart(end)),
    ...USUAL_LENGTHS.flatMap((usual) =>
      candidates.filter(({ first, end, length }) => length === usual && edges.isCompact(first, end)),
    ),
  ];
}

/** Where the tokens of a stream stand apart, and which of them belong to a card number already. */
class StreamEdges {
  private readonly taken: boolean[];

  constructor(private readonly stream: readonly DigitToken[]) {
    this.taken = new Array<boolean>(stream.length).fill(false);
  }

  /** @returns `false` when a part of it was taken before. */
  take(first: number, end: number): boolean {
    if (!this.isFree(first, end)) return false;
    this.taken.fill(true, first, end);
    return true;
  }

  isFree(first: number, end: number): boolean {
    return !this.some(first, end, (index) => this.taken[index] === true);
  }

  /** Whether nothing that is free stands on either side. */
  isWhole(first: number, end: number): boolean {
    return this.isEnd(first) && this.isEnd(end);
  }

  isApart(index: number): boolean {
    return this.isEnd(index) || this.stream[index]?.isApart === true;
  }

  isCompact(first: number, end: number): boolean {
    return !this.some(first + 1, end, (index) => this.stream[index]?.isApart === true);
  }

  private isEnd(index: number): boolean {
    return index === 0 || index === this.stream.length || this.taken[index - 1] === true || this.taken[index] === true;
  }

  private some(first: number, end: number, test: (index: number) => boolean): boolean {
    for (let index = first; index < end; index += 1) if (test(index)) return true;
    return false;
  }
}

function join(tokens: readonly DigitToken[]): string {
  return tokens.map(({ digits }) => digits).join('');
}
