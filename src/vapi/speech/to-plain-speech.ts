import { sayFigures } from './say-figures';

/** What a model thinks is no sentence. It may have been cut off. */
const REASONING = /<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;
const CODE_FENCE = /```\w*/g;
const IMAGE_OR_LINK = /!?\[([^\]]*)\]\([^)]*\)/g;
const LINE_MARK = /^[ \t]*(?:#{1,6}|[-*+•]|>+|\d+[.)]|\|)[ \t]+/gm;
const EMPHASIS = /[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}/g;
const PICTURES = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1F1E6}-\u{1F1FF}]|\u200d|\ufe0f|\u20e3/gu;
const BRACKETS = /[<>{}[\]|\\^]/g;
/** An object or a list of data that a model has written down instead of a sentence. */
const DATA = /\{\s*"[^"]*"\s*:[\s\S]*?\}|\[\s*\{[\s\S]*?\}\s*\]/g;

/** One or more whole sentences without what a voice cannot read: no markup, no emoji, no data, no brackets. */
export function toPlainSpeech(text: string): string {
  const plain = text
    .replace(REASONING, ' ')
    .replace(CODE_FENCE, ' ')
    .replace(IMAGE_OR_LINK, '$1')
    .replace(LINE_MARK, '')
    .replace(DATA, ' ')
    .replace(PICTURES, ' ')
    .replace(EMPHASIS, '')
    .replace(BRACKETS, ' ');
  return sayFigures(plain)
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '');
}
