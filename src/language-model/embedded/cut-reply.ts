import { estimateTokens } from '../estimate-usage';
import { type Sampling, type StopReason } from '../language-model';
import { cutText } from './cut-text';

/** Unbroken text is cut at this length, so that a limit can fall inside of it. */
const WORDS = /\s*\S{1,40}|\s+/gu;

interface CutReply {
  readonly text: string;
  readonly stopReason: Extract<StopReason, 'end-turn' | 'max-tokens'>;
}

/** Ends a reply before the first stop sequence, or where the token limit is reached. */
export function cutReply(text: string, { stopSequences, maxTokens }: Sampling): CutReply {
  const stopped = cutAtStop(text, stopSequences);
  if (maxTokens === undefined) return { text: stopped, stopReason: 'end-turn' };
  let kept = '';
  let tokens = 0;
  for (const [word] of stopped.matchAll(WORDS)) {
    const wordTokens = estimateTokens(word);
    if (tokens + wordTokens > maxTokens) {
      return { text: kept + cutWord(word, maxTokens - tokens), stopReason: 'max-tokens' };
    }
    tokens += wordTokens;
    kept += word;
  }
  return { text: stopped, stopReason: 'end-turn' };
}

/** What stands before the first stop sequence. */
export function cutAtStop(text: string, stopSequences: Sampling['stopSequences'] = []): string {
  const ends = stopSequences.filter((stop) => stop !== '').map((stop) => text.indexOf(stop));
  return text.slice(0, Math.min(text.length, ...ends.filter((end) => end >= 0)));
}

/** The longest beginning of a word within the limit, since a model stops within words too. */
function cutWord(word: string, maxTokens: number): string {
  for (let length = word.length - 1; length > 0; length -= 1) {
    const part = cutText(word, length);
    if (estimateTokens(part) <= maxTokens) return part.trim() === '' ? '' : part;
  }
  return '';
}
