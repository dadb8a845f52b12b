import { OH_WORDS, startsNumber } from '../../common/number-words';

/** Fewer words could be the beginning of anything. */
const FEWEST_WORDS = 4;
/** Of the question's words that were heard, the share that a transcription may have changed, lost or put in. */
const MOST_CHANGED = 0.25;

/**
 * Whether a text ends with a question, or with as much of it as was heard before the caller spoke. Platforms tell it as
 * they spoke it, so some words may differ, and numbers, which are written in many ways, do not count. Its last word has
 * to be the question's, so that nothing can have been asked after it.
 *
 * @param heard only its end is read, so that the work does not grow with it.
 */
export function endsWithQuestion(heard: string, question: string): boolean {
  const asked = toWords(question);
  const words = toWords(heard.slice(-2 * question.length)).slice(-2 * asked.length);
  const last = words.pop();
  if (last === undefined) return false;
  const changes = countChanges(words, asked);
  return asked.some((word, index) => {
    // The last word may be cut off as well.
    const heardWords = index + 1;
    return (
      word.startsWith(last) && heardWords >= FEWEST_WORDS && (changes[index] ?? Infinity) <= heardWords * MOST_CHANGED
    );
  });
}

/**
 * For each number of the question's first words, the fewest changes that make them out of the end of what was heard: the
 * edit distance of words, where it costs nothing to leave out what was said before the question.
 */
function countChanges(words: readonly string[], asked: readonly string[]): readonly number[] {
  let changes = [0, ...asked.map((_, index) => index + 1)];
  for (const word of words) {
    const next = [0];
    asked.forEach((askedWord, index) => {
      const kept = (changes[index] ?? 0) + (word === askedWord ? 0 : 1);
      next.push(Math.min(kept, (changes[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    });
    changes = next;
  }
  return changes;
}

function toWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !startsNumber(word) && !OH_WORDS.has(word));
}
