/**
 * What the pieces of an answer do. A `consent` says yes. What is `harmless` may stand beside it. What is `open` may
 * too, but not at the end: more was to come, and it could have been a no.
 */
export type PieceKind = 'consent' | 'harmless' | 'open';

/**
 * The words and phrases of which a yes may consist; any other word makes it none. In capitals: ACT is a word for the act
 * in question, STOP such a word that can also withdraw it, CARD the card in question, NETWORK its network, DIGITS its
 * last four. The longest phrase counts, so that "you can do it" is no "do it", and words that also open a question
 * ("is", "can", "you") are found inside phrases only.
 */
const PHRASES: Readonly<Record<PieceKind, string>> = {
  consent: `
    yes, yeah, yep, yup, yea, yeh, aye, sure, correct, affirmative, proceed, proceed now, go ahead, go ahead now,
    go right ahead, go for it,
    do it, do it now, do that, do that now, do so, please do, please do it, please do it now,
    please do that, please do that now, please do so, lets do it, lets do that, by all means, that is right,
    that is correct, correct that is right, correct that is CARD, i confirm, i can confirm, i agree, i accept, i approve,
    i consent, sounds good, that sounds good, sure thing, you can go ahead, you may go ahead, okay ACT it, okay ACT CARD,
    okay then ACT it, okay please ACT it, okay please ACT CARD`,
  harmless: `
    please, thanks, thank you, thank you very much, thank you so much, thanks very much, thanks a lot,
    thank you for your help, thanks for your help, sir, maam, madam, then, right now, right away, straight away,
    immediately, as soon as possible, as quickly as possible, asap, at once, quickly, today, for me, for sure,
    i am sure, i am very sure, i am quite sure, i am certain, i am positive, it is, it is correct, it is confirmed,
    that is fine, that is what i want, i do, i do it, i do that, i am, i would, i want that, i want it,
    i would like that, i would like it, can you do it please, can you do that please, could you do that please, can you ACT it please,
    can you ACT CARD please, you can, you may, you can do it, you can do that, you may do that, confirm, confirm it,
    please confirm, please confirm it, confirmed, agreed, okay, alright, all right, absolutely, definitely, certainly,
    exactly, indeed, of course, great, perfect, excellent, no problem, no worries, mhm, uh huh,
    card, credit card, CARD, for CARD, NETWORK, DIGITS, number DIGITS, card number DIGITS, ending DIGITS,
    ending in DIGITS, ending with DIGITS, ends in DIGITS, ends with DIGITS, that ends in DIGITS, that is ending in DIGITS,
    last four DIGITS, last four digits DIGITS, last four are DIGITS, last four digits are DIGITS,
    ACT, ACT now, ACT it, ACT it now, ACT this, ACT that, ACT CARD now, ACT one, ACT me, for ACT,
    STOP it, STOP it now, STOP CARD, STOP CARD now, i ACT, i ACT it, i have ACT, i have ACT it, someone ACT it,
    somebody ACT it, someone ACT, somebody ACT, it was ACT, it has been ACT, it is been ACT, CARD was ACT,
    CARD has been ACT, CARD is ACT`,
  open: `
    and, the, my, a, as, with, it, this, that, that is, now, just, well, oh, ah, uh, um, umm, hm, hmm, er, erm, mm,
    sorry, actually, i want, i want to, i want you to, i would like, i would like to, i would like you to, i need,
    i need to, i need you to, can you please, could you please, would you please, the correct, my correct,
    correct the, correct my, correct it, correct this, correct that, correct CARD, sure it, sure this, sure that`,
};

/** Words that answer a question when they stand alone, and only stress something beside others: "it is definitely lost". */
const WHOLE_ANSWERS: ReadonlySet<string> = new Set([
  'okay',
  'okay then',
  'absolutely',
  'definitely',
  'certainly',
  'exactly',
  'indeed',
  'of course',
  'confirm',
  'confirm it',
  'confirmed',
  'agreed',
  'it is correct',
]);
const ADDRESSES: ReadonlySet<string> = new Set(['sir', 'maam', 'madam', 'oh', 'uh', 'um', 'well']);

const KINDS: ReadonlyMap<string, PieceKind> = new Map(
  (['consent', 'harmless', 'open'] as const).flatMap((kind) =>
    PHRASES[kind].split(',').map((phrase) => [phrase.trim().replace(/\s+/g, ' '), kind] as const),
  ),
);
const LONGEST_PHRASE = Math.max(...[...KINDS.keys()].map((phrase) => phrase.split(' ').length));

/**
 * The pieces of a sentence, always the longest that fits, in linear time.
 *
 * @returns `undefined` when some word is in no piece.
 */
export function toPieces(words: readonly string[]): readonly PieceKind[] | undefined {
  const pieces: PieceKind[] = [];
  for (let start = 0; start < words.length;) {
    let length = Math.min(LONGEST_PHRASE, words.length - start);
    while (length > 0 && !KINDS.has(words.slice(start, start + length).join(' '))) length -= 1;
    const kind = KINDS.get(words.slice(start, start + length).join(' '));
    if (kind === undefined) return undefined;
    pieces.push(kind);
    start += length;
  }
  return pieces;
}

/** Whether a sentence is one of the answers that count only alone. "Confirm, please" is one, "please confirm" asks. */
export function isWholeAnswer(words: readonly string[]): boolean {
  const bare = withoutAddresses(words);
  return WHOLE_ANSWERS.has((bare.at(-1) === 'please' ? bare.slice(0, -1) : bare).join(' '));
}

/** Leaves out what changes no answer, wherever it stands. */
export function withoutAddresses(words: readonly string[]): readonly string[] {
  return words.filter((word) => !ADDRESSES.has(word));
}
