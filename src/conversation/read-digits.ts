const DIGIT_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: '0',
    oh: '0',
    o: '0',
    one: '1',
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
  }),
);

const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
]);

/** Whether a word is digits, written (`42`) or spoken (`four`). */
export function isDigits(word: string): boolean {
  return /^\d+$/.test(word) || DIGIT_WORDS.has(word);
}

/**
 * Runs of digits in a text, written or spoken, with the plus sign of an international number kept: "plus one, five
 * five five" and "+1 (555)" both give "+1555", "double four" gives "44". Any other word ends a run.
 */
export function readDigitRuns(text: string): readonly string[] {
  const runs: string[] = [];
  let run = '';
  let repeat = 1;
  for (const token of [...(text.toLowerCase().match(/\+|\d+|[a-z]+/g) ?? []), 'end']) {
    const digits = /^\d+$/.test(token) ? token : DIGIT_WORDS.get(token);
    if (digits !== undefined) {
      run += digits.repeat(repeat);
      repeat = 1;
      continue;
    }
    repeat = REPEATS.get(token) ?? 1;
    if (repeat > 1) continue;
    if (/\d/.test(run)) runs.push(run);
    run = token === '+' || token === 'plus' ? '+' : '';
  }
  return runs;
}
