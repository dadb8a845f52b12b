import { foldText, readLeet } from './fold-text';

const WORDS_IN_A_ROW = 8;
const LETTERS_OF_MARK = 4;

/** What betrays the system prompt; made once for all turns. */
export class PromptSecrets {
  /** Four letters in a row of the mark, forwards and backwards. */
  readonly markParts: ReadonlySet<string>;
  /** Eight words in a row of the prompt, without the spaces. */
  readonly passages: ReadonlySet<string>;
  readonly passageLengths: readonly number[];
  readonly longestPassage: number;

  constructor({ prompt, mark }: { readonly prompt: string; readonly mark: string }) {
    const letters = lettersOf(foldText(mark));
    this.markParts = new Set([...windowsOf(letters), ...windowsOf(Array.from(letters).reverse().join(''))]);
    const words = foldText(prompt).match(/[a-z]+/g) ?? [];
    this.passages = new Set(
      words.flatMap((_, index) =>
        index + WORDS_IN_A_ROW > words.length ? [] : [words.slice(index, index + WORDS_IN_A_ROW).join('')],
      ),
    );
    this.passageLengths = [...new Set([...this.passages].map(({ length }) => length))];
    this.longestPassage = Math.max(0, ...this.passageLengths);
  }
}

/** Notices when a turn's words repeat the system prompt. It reads letters only, so that separators do not help. */
export class PromptTripwire {
  private tail = '';

  constructor(private readonly secrets: PromptSecrets) {}

  /** Whether this word, after those before it, says a part of the mark or eight words of the prompt. */
  trips(word: string): boolean {
    const folded = foldText(word);
    return this.splitWords(folded).some((letters) => this.add(letters)) || this.hidesMark(folded);
  }

  private splitWords(folded: string): readonly string[] {
    return folded.replace(/['’]/g, ' ').match(/[a-z]+/g) ?? [];
  }

  private add(letters: string): boolean {
    const { markParts, passages, passageLengths, longestPassage } = this.secrets;
    const text = this.tail + letters;
    const first = Math.max(0, this.tail.length - LETTERS_OF_MARK + 1);
    this.tail = text.slice(-Math.max(longestPassage, LETTERS_OF_MARK));
    for (let index = first; index + LETTERS_OF_MARK <= text.length; index += 1) {
      if (markParts.has(text.slice(index, index + LETTERS_OF_MARK))) return true;
    }
    return passageLengths.some((length) => length <= text.length && passages.has(text.slice(-length)));
  }

  /** Letters written as digits, which occur in one word at most. */
  private hidesMark(folded: string): boolean {
    const letters = lettersOf(readLeet(folded, 'i').replace(/2/g, 'z'));
    return windowsOf(letters).some((part) => this.secrets.markParts.has(part));
  }
}

function lettersOf(text: string): string {
  return text.replace(/[^a-z]/g, '');
}

function windowsOf(letters: string): readonly string[] {
  const count = Math.max(0, letters.length - LETTERS_OF_MARK + 1);
  return Array.from({ length: count }, (_, index) => letters.slice(index, index + LETTERS_OF_MARK));
}
