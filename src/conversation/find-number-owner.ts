import { hasPlus, type SpokenNumber } from './read-digits';

/** What a number belongs to by the words around it. */
export type NumberOwner = 'passcode' | 'phone' | 'card' | 'quantity' | 'other';

/** How far back a word may stand and still say what a number is: "the last four digits of my card are". */
const REACH = 8;

const UNITS: ReadonlySet<string> = new Set(
  (
    'dollar dollars buck bucks cent cents euro euros pounds usd eur gbp percent hundred thousand million grand ' +
    'months years weeks days hours minutes seconds times'
  ).split(' '),
);
const MONEY_BEFORE = /[$€£¥]\s?$/u;
const QUANTITY_AFTER = /^\s?[$€£¥%]/u;
/** Joined to these, digits are a part of an address, an expression, or a masked number. */
const JOINED_BEFORE = /[*=@&_/\\<>\p{L}]$/u;
const JOINED_AFTER = /^[*=@&_/\\<>\p{L}]/u;
/** Between two digits, these make a date, a time of day or a fraction. */
const DATE_GAP = /^[/:]$/;

/** The last of these before a number decides; each is one word or the two that end there. */
const CUES: ReadonlyMap<string, NumberOwner> = new Map(
  Object.entries({
    passcode: 'code codes passcode passcodes password otp pin',
    phone: 'phone+number mobile+number cell+number telephone+number cellphone+number area+code country+code call+me',
    card: 'card+number ending ends ended last+four last+4 first+six first+6 last+digits card+ending cvv cvc',
    quantity: 'amount borrow',
    other:
      'account+number order+number reference+number case+number ticket+number customer+number member+number ' +
      'routing+number policy+number tracking+number zip+code zip postal+code postcode born birthday birth',
  } satisfies Record<NumberOwner, string>).flatMap(([owner, cues]) =>
    cues.split(' ').map((cue) => [cue.replace('+', ' '), owner as NumberOwner] as const),
  ),
);

/** @returns `undefined` when nothing says what the number is. */
export function findNumberOwner(number: SpokenNumber): NumberOwner | undefined {
  if (hasPlus(number)) return 'phone';
  return findOwnerBySigns(number) ?? findOwnerByWords(number);
}

function findOwnerBySigns({ tokens, before, next }: SpokenNumber): NumberOwner | undefined {
  const leadingGap = tokens[0]?.gap ?? '';
  if (MONEY_BEFORE.test(leadingGap) || QUANTITY_AFTER.test(next.gap) || UNITS.has(next.word)) return 'quantity';
  const joinsWordBefore = leadingGap === '' && before.length > 0;
  const joinsWordAfter = next.gap === '' && next.word !== '';
  if (joinsWordBefore || joinsWordAfter || JOINED_BEFORE.test(leadingGap) || JOINED_AFTER.test(next.gap))
    return 'other';
  return tokens.slice(1).some(({ gap }) => DATE_GAP.test(gap)) ? 'other' : undefined;
}

function findOwnerByWords({ before }: SpokenNumber): NumberOwner | undefined {
  const words = before.slice(-REACH).map(({ word }) => word);
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index] ?? '';
    const owner = CUES.get(`${words[index - 1] ?? ''} ${word}`) ?? CUES.get(word);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
