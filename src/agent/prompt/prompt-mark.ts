import { randomInt } from 'node:crypto';

/** No word of a language that callers speak has four of these in a row, so that a part of the mark is known for one. */
const LETTERS = 'jqxz';
const MARK_LENGTH = 24;

/**
 * A word that stands in the system prompt and nowhere else, new in each process: whoever says a part of it repeats the
 * prompt. No letter stands twice in a row, since "xxxx" is how people write digits that they leave out.
 */
export const PROMPT_MARK = makeMark();

function makeMark(): string {
  let mark = '';
  while (mark.length < MARK_LENGTH) {
    const others = LETTERS.replace(mark.slice(-1), '');
    mark += others.charAt(randomInt(others.length));
  }
  return mark;
}
