/** A word so long is cut: a text without spaces may not be held back for ever. */
const LONGEST_WORD = 48;

/** Cuts a text into words with the white space before them, the same words however the text arrives. */
export class WordSplitter {
  private pending = '';

  /** The words that are over: those with white space after them. */
  push(delta: string): readonly string[] {
    const text = this.pending + delta;
    const words: string[] = [];
    let start = 0;
    while (start < text.length) {
      const length = lengthOfWord(text, start);
      if (length === undefined) break;
      words.push(text.slice(start, start + length));
      start += length;
    }
    this.pending = text.slice(start);
    return words;
  }

  /** The last word, or the white space at the end. */
  end(): string {
    const last = this.pending;
    this.pending = '';
    return last;
  }
}

function lengthOfWord(text: string, start: number): number | undefined {
  let isInWord = false;
  const limit = start + LONGEST_WORD;
  for (let index = start; index < text.length; index += 1) {
    if (index >= limit && !isLowSurrogate(text, index)) return index - start;
    const isSpace = /\s/.test(text.charAt(index));
    if (isSpace && isInWord) return index - start;
    isInWord ||= !isSpace;
  }
  return undefined;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
