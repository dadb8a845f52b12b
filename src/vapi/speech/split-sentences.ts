/** A sentence that does not end is spoken in parts, so that the voice is not kept waiting. */
const LONGEST_CHARACTERS = 240;
/** The end of a sentence and the space after it: without that, "4.50" would be two. */
const SENTENCE_END = /[.?!…]["')\]]?\s+|\n+/g;
const CLAUSE_END = /[,;:]\s+|\s+/g;

interface Split {
  /** Sentences that are complete, with the space after the last one. */
  readonly ready: string;
  readonly rest: string;
}

/** Parts a text that is still growing after its last complete sentence. */
export function splitSentences(text: string): Split {
  const end = findLastEnd(text, SENTENCE_END) || (text.length > LONGEST_CHARACTERS ? findLastEnd(text, CLAUSE_END) : 0);
  return { ready: text.slice(0, end), rest: text.slice(end) };
}

function findLastEnd(text: string, pattern: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}
