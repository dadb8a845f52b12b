/** Letters of other alphabets that look like Latin ones, and what they look like. */
const LOOK_ALIKES = readPairs(
  'аa вb сc ԁd еe һh іi јj кk ӏl мm нh оo рp ԛq ѕs тt уy ѵv ԝw хx гr ьb ' +
    'αa βb ϲc εe ηn ιi κk νv οo ρp τt υu χx ωw γy δd ' +
    'ıi łl øo đd ɑa ɡg ʟl ᴋk ᴄc ᴇe ᴅd ʙb ᴏo ɴn ɪi ʀr ꜱs ᴛt ᴀa ɩi ßs',
);
/** The first of 26 letters each: squared, circled, boxed, and those that flags are made of. */
const LETTER_BLOCKS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];
/** A capital I within a small word is read as an l. */
const CAPITAL_AS_SMALL = /(?<=[a-z])I(?=[a-z])/g;
const ASCII = /^[\u0020-\u007e\s]*$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{M}/gu;

/**
 * Lower case without accents and invisible characters, with look-alikes of letters as the letters themselves: what a
 * reader takes a text for. Digits and signs stay.
 */
export function foldText(text: string): string {
  const plain = text.replace(CAPITAL_AS_SMALL, 'l');
  if (ASCII.test(plain)) return plain.toLowerCase();
  return plain
    .normalize('NFKD')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(/[^\0-\u007e]/gu, (character) => LOOK_ALIKES.get(character) ?? readBoxedLetter(character));
}

const DIGIT_LETTERS = readPairs('0o 3e 4a 5s 7t 8b @a $s');

/** Reads digits and signs between letters as the letters that they stand for; `bar` is what "1", "|" and "!" mean. */
export function readLeet(word: string, bar: 'l' | 'i'): string {
  if (!/[a-z]/.test(word) || !/[0134578@$|!]/.test(word)) return word;
  return word
    .replace(/[1|!](?=.*[a-z])/g, bar)
    .replace(/[034578@$](?=.*[a-z])|(?<=[a-z])[034578@$]/g, (sign) => DIGIT_LETTERS.get(sign) ?? sign);
}

function readPairs(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]));
}

function readBoxedLetter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const block = LETTER_BLOCKS.find((first) => codePoint >= first && codePoint < first + 26);
  return block === undefined ? character : String.fromCharCode(97 + codePoint - block);
}
