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
/** How long a number is that goes on after words or signs which could as well end it: as almost all are. */
const LOOSE_LENGTHS = [16, 15];
/** And its groups are those that cards show: longer ones are numbers of their own. */
const LONGEST_LOOSE_GROUP = 4;
/** What payment networks issue begins so; order and tracking numbers often do not. */
const NETWORK_PREFIX = /^[2-6]/;
/** What one number leaves over may be another one, seen only now that it stands alone. */
const MOST_PASSES = 6;

/**
 * The card numbers among the digits of one stream; none overlaps another. One that is the whole stream goes first, then
 * what stands apart on both sides, then those of a usual length without anything apart inside, and last what goes on
 * loosely. Takes linear time.
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
  const firm = candidates.filter(({ first, end }) => edges.isFirm(first, end));
  const apart = candidates.filter(({ first, end }) => edges.isApart(first) && edges.isApart(end));
  return [
    ...firm.filter(({ first, end }) => edges.isWhole(first, end)),
    ...apart.filter(({ first, end }) => edges.isFirm(first, end)),
    ...USUAL_LENGTHS.flatMap((usual) =>
      firm.filter(({ first, end, length }) => length === usual && edges.isCompact(first, end)),
    ),
    ...apart.filter(({ first, end, length }) => LOOSE_LENGTHS.includes(length) && edges.isLoose(first, end)),
  ];
}

/** Where the tokens of a stream stand apart, and which of them belong to a card number already. */
class StreamEdges {
  private readonly taken: boolean[];
  /** How many tokens before each stand apart, go on loosely, and are longer than a group. */
  private readonly apartBefore: number[] = [0];
  private readonly looseBefore: number[] = [0];
  private readonly longBefore: number[] = [0];

  constructor(private readonly stream: readonly DigitToken[]) {
    this.taken = new Array<boolean>(stream.length).fill(false);
    for (const [index, { isApart, isLoose, digits }] of stream.entries()) {
      this.apartBefore.push((this.apartBefore[index] ?? 0) + (isApart ? 1 : 0));
      this.looseBefore.push((this.looseBefore[index] ?? 0) + (isLoose ? 1 : 0));
      this.longBefore.push((this.longBefore[index] ?? 0) + (digits.length > LONGEST_LOOSE_GROUP ? 1 : 0));
    }
  }

  /** @returns `false` when a part of it was taken before. */
  take(first: number, end: number): boolean {
    if (!this.isFree(first, end)) return false;
    this.taken.fill(true, first, end);
    return true;
  }

  isFree(first: number, end: number): boolean {
    for (let index = first; index < end; index += 1) if (this.taken[index] === true) return false;
    return true;
  }

  /** Whether nothing that is free stands firmly on either side. */
  isWhole(first: number, end: number): boolean {
    return this.isEnd(first) && this.isEnd(end);
  }

  isApart(index: number): boolean {
    return this.isEnd(index) || this.stream[index]?.isApart === true;
  }

  /** Whether it goes on loosely nowhere. */
  isFirm(first: number, end: number): boolean {
    return this.looseBefore[first + 1] === this.looseBefore[end];
  }

  /** Whether it goes on loosely from group to group. */
  isLoose(first: number, end: number): boolean {
    return !this.isFirm(first, end) && this.longBefore[first] === this.longBefore[end];
  }

  isCompact(first: number, end: number): boolean {
    return this.apartBefore[first + 1] === this.apartBefore[end];
  }

  private isEnd(index: number): boolean {
    if (index === 0 || index === this.stream.length || this.stream[index]?.isLoose === true) return true;
    return this.taken[index - 1] === true || this.taken[index] === true;
  }
}

function join(tokens: readonly DigitToken[]): string {
  return tokens.map(({ digits }) => digits).join('');
}
