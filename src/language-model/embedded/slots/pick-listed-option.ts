const ORDINALS: readonly (readonly [word: RegExp, index: number])[] = [
  [/^(?:first|1st|former|number (?:one|1))$/, 0],
  [/^(?:second|2nd|number (?:two|2))$/, 1],
  [/^(?:third|3rd|number (?:three|3))$/, 2],
  [/^(?:fourth|4th|number (?:four|4))$/, 3],
  [/^(?:last|latter)$/, -1],
];
const ORDINAL_ANSWER =
  /\b(first|1st|former|second|2nd|third|3rd|fourth|4th|last|latter|number (?:one|two|three|four|[1-4]))(?: (?:one|card|charge|transaction|payment|purchase))?(?: please)?\W*$/i;

/**
 * Which of the options that a question listed is meant by "the first one" or "the last one please".
 *
 * @param option matches each option of the question, with what identifies it in its first group; must be global.
 */
export function pickListedOption(text: string, question: string, option: RegExp): string | undefined {
  const word = ORDINAL_ANSWER.exec(text)?.[1]?.toLowerCase();
  const index = ORDINALS.find(([ordinal]) => word !== undefined && ordinal.test(word))?.[1];
  return index === undefined ? undefined : [...question.matchAll(option)].at(index)?.[1];
}
