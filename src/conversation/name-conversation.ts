import { createHash } from 'node:crypto';

/** A proposal lives two minutes, so only the latest turns can have made one that still counts. */
const EARLIER_TURNS_KEPT = 20;

export interface ConversationName {
  /** Names the conversation up to and including the current user turn. */
  readonly key: string;
  /** Names that the conversation had at its earlier turns, latest first. */
  readonly earlierKeys: readonly string[];
}

/**
 * Names a conversation of a caller that sends no id but replays the whole history, as OpenAI clients do: the name is
 * a digest of the user's messages so far. The next request repeats them, so its earlier names contain the one under
 * which a proposal was stored, while a conversation that went another way has no name in common with this one.
 *
 * Assistant messages are left out: voice platforms replay them re-transcribed, and they are not the user's words.
 */
export function nameByHistory(userTexts: readonly string[]): ConversationName {
  const digest = createHash('sha256');
  const keys = userTexts.map((text) => {
    const normalised = text.replace(/\s+/g, ' ').trim();
    digest.update(`${normalised.length}:${normalised}\n`);
    return `history:${digest.copy().digest('base64url')}`;
  });
  const key = keys.at(-1) ?? 'history:empty';
  return { key, earlierKeys: keys.slice(0, -1).reverse().slice(0, EARLIER_TURNS_KEPT) };
}

/** Names a conversation that has an id of its own: every turn shares the one name. */
export function nameById(conversationId: string): ConversationName {
  const key = `id:${conversationId}`;
  return { key, earlierKeys: [key] };
}
