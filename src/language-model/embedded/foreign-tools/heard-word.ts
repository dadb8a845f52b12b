/** Beyond these nobody fills in a form by voice. */
const MOST_WORDS = 1_500;
const WORD = /[\p{L}\p{N}]+(?:['\u2019.\-/:@+_][\p{L}\p{N}]+)*/gu;

/** One word of the caller's. */
export interface HeardWord {
  readonly text: string;
  /** Lower-cased and without an ending `s`, so that "larges" is "large". */
  readonly key: string;
  /** What stands between the word before and this one. */
  readonly gap: string;
}

export function toHeardWords(text: string): readonly HeardWord[] {
  const words: HeardWord[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    words.push({ text: word, key: toKey(word), gap: text.slice(end, match.index) });
    end = match.index + word.length;
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/** The key of a text of several words. */
export function toKeys(text: string): string {
  return toHeardWords(text)
    .map(({ key }) => key)
    .join(' ');
}

function toKey(word: string): string {
  const lower = word.toLowerCase().replace(/['\u2019]s$/, '');
  return lower.length > 3 ? lower.replace(/s$/, '') : lower;
}
