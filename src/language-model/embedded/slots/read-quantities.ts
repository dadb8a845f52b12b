import { writeNumerals } from './write-numerals';

const SCALES: ReadonlyMap<string, number> = new Map([
  ['k', 1_000],
  ['thousand', 1_000],
  ['grand', 1_000],
  ['million', 1_000_000],
]);
const UNIT = '(?:years?|yrs?|months?|mos?|percent|%|days?|weeks?)';
/** "$12,500", "12 and a half thousand", "2 hundred and 50 thousand", "15 thousand 5 hundred", each with the unit after it. */
const QUANTITY = new RegExp(
  [
    '(?<sign>\\$\\s?)?(?<number>\\d[\\d,]*(?:\\.\\d+)?)(?<half> and a half)?',
    '(?<hundred>\\s?hundred(?:(?: and)? (?<tens>\\d{1,2})(?!\\d))?)?',
    '(?:[\\s-]?(?<scale>k|thousand|grand|million)\\b)?',
    `(?: (?:and )?(?<rest>\\d{1,3})(?![\\d,.])(?<restHundred> hundred)?(?!\\s?${UNIT}))?`,
    `(?:[\\s-]*(?<unit>${UNIT}|dollars?|bucks?|usd)(?!\\p{L}))?`,
  ].join(''),
  'gu',
);
const DOLLARS_AND_CENTS = /\$?(?<!\d)(\d{1,9}) (?:dollars?|bucks?)(?: and)? (\d{1,2}) cents?\b/g;
const CENTS = /(?<![\d.])(\d{1,2}) cents?\b/g;
/** Beyond any loan, and a guard: a numeral of 400 digits would otherwise be read as infinite. */
const LARGEST_VALUE = 1e12;

export interface Quantity {
  readonly value: number;
  /** Whether a currency sign or word, or a scale such as "thousand", marks it as an amount. */
  readonly isMarked: boolean;
  readonly unit: string;
}

/**
 * Reads an amount in dollars: "15k", "$12,500", "twenty thousand dollars".
 *
 * @param isAnswer whether an amount was just asked for: then a bare number is one.
 */
export function readAmount(text: string, isAnswer: boolean): number | undefined {
  const amounts = readQuantities(text).filter(({ unit }) => !/^(?:[ymp%w]|day)/.test(unit));
  const amount =
    amounts.find(({ isMarked, value }) => isMarked || value >= 1_000) ?? (isAnswer ? amounts[0] : undefined);
  return amount === undefined ? undefined : Math.round(amount.value * 100) / 100;
}

/** Reads a price: "$42.99", "forty two dollars and ten cents", "42.99". Numbers that nothing marks as money are none. */
export function readMoney(text: string): number | undefined {
  const cents = writeNumerals(text)
    .replace(DOLLARS_AND_CENTS, (_, dollars: string, rest: string) => `$${dollars}.${rest.padStart(2, '0')}`)
    .replace(CENTS, (_, rest: string) => `$0.${rest.padStart(2, '0')}`);
  const price = readQuantities(cents).find(
    ({ value, isMarked, unit }) => isMarked || (unit === '' && !Number.isInteger(value)),
  );
  return price === undefined ? undefined : Math.round(price.value * 100) / 100;
}

/** Reads a bare number, if it is the only one that is said. */
export function readOnlyNumber(text: string): number | undefined {
  const quantities = readQuantities(text);
  return quantities.length === 1 && quantities[0]?.unit === '' ? quantities[0].value : undefined;
}

/** Reads a term in months: "3 years", "36 months", "two and a half years", "2 years and 6 months". */
export function readTermMonths(text: string): number | undefined {
  const quantities = readQuantities(text.replace(/\b(?:a|one) year and a half\b/gi, '18 months'));
  const years = quantities.find(({ unit }) => unit.startsWith('y'))?.value ?? 0;
  const months = quantities.find(({ unit }) => unit.startsWith('m'))?.value ?? 0;
  const term = Math.round(years * 12 + months);
  return term >= 1 ? term : undefined;
}

/** Reads every number of a text, whatever it counts, in the order in which they are said. */
export function readNumbers(text: string): readonly Quantity[] {
  const written = writeCounts(text);
  return [...written.matchAll(QUANTITY)]
    .flatMap(({ groups = {}, index }) => {
      const quantity = toQuantity(groups);
      const isNegative = /(?:^|\s)(?:-|(?:minus|negative) )$/.test(written.slice(Math.max(0, index - 12), index));
      const first = isNegative ? { ...quantity, value: -quantity.value } : quantity;
      const { scale, rest, restHundred } = groups;
      // "2 and 3" are two numbers.
      if (scale !== undefined || rest === undefined) return [first];
      return [first, { ...quantity, value: Number(rest) * (restHundred === undefined ? 1 : 100) }];
    })
    .filter(({ value }) => Math.abs(value) < LARGEST_VALUE);
}

function readQuantities(text: string): readonly Quantity[] {
  return [...writeCounts(text).matchAll(QUANTITY)]
    .map(({ groups = {} }) => toQuantity(groups))
    .filter(({ value }) => value > 0 && value < LARGEST_VALUE);
}

function writeCounts(text: string): string {
  return writeNumerals(text)
    .replace(/\bhalf an? (?=million|year)/g, '0.5 ')
    .replace(/\ban? (?=hundred|thousand|grand|million|year|month)/g, '1 ')
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, '');
}

function toQuantity(groups: Readonly<Record<string, string | undefined>>): Quantity {
  const { sign, number = '', half, hundred, tens, scale, rest, restHundred, unit = '' } = groups;
  const whole = Number(number.replaceAll(',', '')) + (half === undefined ? 0 : 0.5);
  const scaled = (hundred === undefined ? whole : whole * 100 + Number(tens ?? 0)) * (SCALES.get(scale ?? '') ?? 1);
  // "20 thousand 5 hundred" goes on; "20 30" are two numbers, of which the first was meant.
  const added = scale === undefined ? 0 : Number(rest ?? 0) * (restHundred === undefined ? 1 : 100);
  const isMarked = [sign, hundred, scale].some((mark) => mark !== undefined) || /^(?:dollar|buck|usd)/.test(unit);
  return { value: scaled + added, isMarked, unit };
}
