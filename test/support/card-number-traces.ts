const NETWORKS: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['36', 14],
  ['3528', 16],
  ['62', 16],
];

/** So many digits of a card number in a row give it away: all but four of the middle, or the whole of a short one. */
const TELLING = 12;

const VALUES = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, String(value)]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, String(index + 2)]),
);
const FILLERS = new Set(['uh', 'um', 'and', 'then', 'dash', 'space', 'comma']);

/** Luhn-valid numbers of all networks, each once, always the same ones. */
export function makeCardNumbers(count: number): readonly string[] {
  const numbers = new Set<string>();
  for (let serial = 1; numbers.size < count; serial += 1) {
    const [prefix, length] = NETWORKS[serial % NETWORKS.length] ?? ['4', 16];
    // Multiples of a large prime look as good as chance, and no two are alike.
    const body = String((BigInt(serial) * 7_368_787_291_247n) % 10n ** BigInt(length - 1 - prefix.length));
    const digits = prefix + body.padStart(length - 1 - prefix.length, '0');
    numbers.add(digits + String(10 - (sumOfLuhn(`${digits}0`) % 10)).slice(-1));
  }
  return [...numbers];
}

function sumOfLuhn(digits: string): number {
  return Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
}

/** Finds what is left of any of many card numbers in any text, in figures or in words, however they are divided. */
export class CardNumberTraces {
  private readonly telling = new Set<string>();

  constructor(numbers: readonly string[]) {
    for (const digits of numbers) {
      for (let start = 0; start + TELLING <= digits.length; start += 1) {
        this.telling.add(digits.slice(start, start + TELLING));
      }
    }
  }

  find(text: string): readonly string[] {
    const found: string[] = [];
    for (const run of readDigitRuns(text)) {
      for (let start = 0; start + TELLING <= run.length; start += 1) {
        const part = run.slice(start, start + TELLING);
        if (this.telling.has(part)) found.push(part);
      }
    }
    return found;
  }
}

/** Whatever may be digits beside one another; words and letters that are none end a run. */
function readDigitRuns(text: string): readonly string[] {
  const runs: string[] = [];
  let run = '';
  let repeat = 1;
  // A line break is written as two characters in JSON.
  const plain = text
    .normalize('NFKC')
    .replace(/\\[nrt]/g, ' ')
    .toLowerCase();
  for (const [token] of plain.matchAll(/\d+|[a-z]+/g)) {
    const digits = /\d/.test(token) ? token : readWord(token);
    if (digits !== undefined) {
      run += digits.repeat(repeat);
      repeat = 1;
    } else if (token === 'double' || token === 'triple') repeat = token === 'double' ? 2 : 3;
    else if (!FILLERS.has(token)) {
      runs.push(run);
      run = '';
    }
  }
  return [...runs, run].map((digits) => digits.replace(/t(?=[1-9])/g, '').replaceAll('t', '0'));
}

/** A word of tens waits, as "t", for what follows: "forty" may be 40, or the first digit of 42. */
function readWord(word: string): string | undefined {
  if (word === 'oh') return '0';
  const tens = TENS.get(word);
  return tens === undefined ? VALUES.get(word) : `${tens}t`;
}
