import { toAsciiDigit } from '../to-ascii-digit';

/** Stands for a letter of another alphabet, which ends a number. */
export const OTHER_LETTER = '\u00b7';

export interface FoldedText {
  /** Lower case ASCII and `OTHER_LETTER`. */
  readonly plain: string;
  /** For each place of `plain` the place in the text; absent when they are the same. */
  readonly offsets?: readonly number[];
}

/** Brings a text down to ASCII: digits and letters in another dress become plain ones, invisible characters go. */
export function foldText(text: string): FoldedText {
  if (/^\p{ASCII}*$/u.test(text)) return { plain: text.toLowerCase() };
  const offsets: number[] = [];
  const folds = new Map<string, string>();
  let plain = '';
  let place = 0;
  for (const character of text) {
    const folded = folds.get(character) ?? foldCharacter(character);
    folds.set(character, folded);
    if (folded.length === 1) offsets.push(place);
    else offsets.push(...Array.from(folded, () => place));
    plain += folded;
    place += character.length;
  }
  offsets.push(place);
  return { plain, offsets };
}

function foldCharacter(character: string): string {
  if (/\p{ASCII}/u.test(character)) return character.toLowerCase();
  if (/[\p{Cf}\p{Mn}]/u.test(character)) return '';
  if (/\p{Nd}/u.test(character)) return toAsciiDigit(character);
  const folded = character.normalize('NFKC').toLowerCase();
  if (/^[a-z\d]+$/.test(folded)) return folded;
  return /[\s\p{P}\p{S}]/u.test(character) ? ' ' : OTHER_LETTER;
}
