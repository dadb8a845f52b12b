import { withoutAccents } from '../../conversation/to-answer-sentence';

const LONGEST_TEXT = 1_000;
const HESITATION = /[,\s]*\b(?:um+|uh+|er+m?|eh|ah|hm+|mm|like|you know)\b[,\s]*/g;

/** Lower-case words with one space between them, and a bar where a clause ends, so that no pattern reaches across it. */
export function toPlainSentence(text: string): string {
  return withoutAccents(text.slice(0, LONGEST_TEXT))
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(HESITATION, ' ')
    .replace(/[.,;:!?\n]+/g, ' | ')
    .replace(/[^a-z0-9|]+/g, ' ')
    .trim();
}
