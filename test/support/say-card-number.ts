/** Ways in which callers and transcripts put a card number. Each takes the digits and a source of chance, 0 to 1. */
type Saying = (digits: string, chance: () => number) => readonly string[];

const WORDS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const FILLERS = ['uh', 'um', 'and then', 'dash', 'space', 'comma', ','];

const word = (digit: string): string => WORDS[Number(digit)] ?? '';
const spell = (digits: string): string => Array.from(digits).map(word).join(' ');

export function groupsOf(digits: string, sizes: readonly number[]): readonly string[] {
  const groups: string[] = [];
  let start = 0;
  for (let index = 0; start < digits.length; index += 1) {
    const size = sizes[Math.min(index, sizes.length - 1)] ?? 4;
    groups.push(digits.slice(start, start + size));
    start += size;
  }
  return groups;
}

function inDoubles(digits: string): string {
  return digits
    .replace(/(\d)\1/g, (_, digit: string) => ` double-${digit} `)
    .split(/\s+/)
    .flatMap((part) => (part.startsWith('double-') ? [`double ${word(part.slice(-1))}`] : Array.from(part).map(word)))
    .join(' ');
}

function inPairs(digits: string): string {
  return groupsOf(digits, [2])
    .map((pair) => {
      const value = Number(pair);
      // "Sixty five" would be 60 and 5 as well as 65: a caller who wants to be understood says "six zero".
      if (pair.length < 2 || value < 10 || value % 10 === 0) return spell(pair);
      if (value < 20) return TEENS[value - 10] ?? '';
      return `${TENS[Math.floor(value / 10)] ?? ''} ${word(String(value % 10))}`;
    })
    .join(' ');
}

function withFillers(digits: string, chance: () => number): string {
  return groupsOf(digits, [4])
    .map(spell)
    .reduce((said, group) => `${said} ${FILLERS[Math.floor(chance() * FILLERS.length)] ?? ''} ${group}`);
}

export const SAYINGS: Readonly<Record<string, Saying>> = {
  contiguous: (digits) => [digits],
  'groups of four': (digits) => [groupsOf(digits, [4]).join(' ')],
  dashes: (digits) => [groupsOf(digits, [4]).join('-')],
  dots: (digits) => [groupsOf(digits, [4]).join('.')],
  slashes: (digits) => [groupsOf(digits, [4]).join('/')],
  'four, six, five': (digits) => [groupsOf(digits, [4, 6, 5]).join(' ')],
  'single digits': (digits) => [Array.from(digits).join(' ')],
  'commas and spaces': (digits) => [groupsOf(digits, [2]).join(', ')],
  words: (digits) => [spell(digits)],
  doubles: (digits) => [inDoubles(digits)],
  pairs: (digits) => [inPairs(digits)],
  'oh for zero': (digits) => [spell(digits).replaceAll('zero', 'oh')],
  'words with fillers': (digits, chance) => [withFillers(digits, chance)],
  'words and numerals': (digits) => [
    groupsOf(digits, [4])
      .map((group, index) => (index % 2 ? group : spell(group)))
      .join(' '),
  ],
  'full width': (digits) => [
    Array.from(digits)
      .map((digit) => String.fromCodePoint(0xff10 + Number(digit)))
      .join(''),
  ],
  'zero-width characters': (digits) => [Array.from(digits).join('\u200b')],
  'odd spaces and lines': (digits) => [groupsOf(digits, [4]).join('\u2007\n')],
  'stuck to letters': (digits) => [`card${digits}thanks`],
  'two messages': (digits) => [digits.slice(0, 8), digits.slice(8)],
  'three messages': (digits) => groupsOf(digits, [4, 8]),
  'spoken in two messages': (digits) => [`my number is ${spell(digits.slice(0, 8))}`, spell(digits.slice(8))],
};
