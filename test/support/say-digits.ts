import fc from 'fast-check';

const UNITS = 'zero one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const REPEATS = ['', '', 'double', 'triple'];
const JOINTS = [' ', ' ', ' ', ', ', '. ', '... ', ' - ', ' um ', ' uh, ', '\n'];
const OPENINGS = [
  '',
  "it's ",
  'the code is ',
  'my passcode is: ',
  'um ',
  "okay so it's ",
  'Yes, ',
  'my six digit code is ',
];
const ENDINGS = ['', ' thanks', ', thank you', '.', ' please', ' that is it'];

/** One choice for each digit, and two for what stands around them. */
const CHOICES = 24;

/** Digits as somebody may say or write them: in figures, in words, by pairs, doubled, with pauses. */
export function sayDigits(
  digits: fc.Arbitrary<string>,
): fc.Arbitrary<{ readonly digits: string; readonly text: string }> {
  const choices = fc.array(fc.nat(1_000), { minLength: CHOICES, maxLength: CHOICES });
  return fc.tuple(digits, choices).map(([said, [opening = 0, ending = 0, ...rest]]) => ({
    digits: said,
    text: pick(OPENINGS, opening) + sayWith(said, rest) + pick(ENDINGS, ending),
  }));
}

/** Random digits of one length. */
export function digitsOf(length: number): fc.Arbitrary<string> {
  // Few different digits, so that doubles and triples happen.
  const digit = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 }));
  return fc.array(digit, { minLength: length, maxLength: length }).map((list) => list.join(''));
}

function sayWith(digits: string, choices: readonly number[]): string {
  const spoken: string[] = [];
  for (let start = 0; start < digits.length;) {
    const forms = toForms(digits.slice(start), start === 0);
    const { said, length } = pick(forms, choices[start] ?? 0);
    spoken.push(said);
    start += length;
  }
  return spoken.reduce((text, said, index) => text + pick(JOINTS, choices[index + 11] ?? 0) + said);
}

interface Form {
  readonly said: string;
  /** How many digits it takes. */
  readonly length: number;
}

/** All ways to say the first digits of some. */
function toForms(digits: string, isFirst: boolean): readonly Form[] {
  const first = Number(digits[0]);
  const forms: Form[] = [{ said: UNITS[first] ?? '', length: 1 }];
  for (let length = 1; length <= Math.min(4, digits.length); length += 1)
    forms.push({ said: digits.slice(0, length), length });
  // At the very start it may as well be a sigh.
  if (first === 0 && !isFirst) forms.push({ said: 'oh', length: 1 }, { said: 'O', length: 1 });
  for (const length of [2, 3]) {
    if (digits.length < length || new Set(digits.slice(0, length)).size > 1) continue;
    forms.push({ said: `${REPEATS[length] ?? ''} ${first === 0 ? 'oh' : (UNITS[first] ?? '')}`, length });
  }
  return digits.length < 2 ? forms : [...forms, ...toPairForms(digits)];
}

function toPairForms(digits: string): readonly Form[] {
  const [first = 0, second = 0] = Array.from(digits, Number);
  if (first === 1) return [{ said: TEENS[second] ?? '', length: 2 }];
  if (first === 0) return [];
  const ten = TENS[first - 2] ?? '';
  if (second > 0) return ['-', ' '].map((joint) => ({ said: `${ten}${joint}${UNITS[second] ?? ''}`, length: 2 }));
  // "Forty two" is 42 and never 402, so that a bare "forty" is said only where no unit can follow.
  return digits.length === 2 ? [{ said: ten, length: 2 }] : [];
}

function pick<T>(options: readonly T[], choice: number): T {
  return options[choice % options.length] as T;
}
