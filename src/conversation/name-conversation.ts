import { createHash } from 'node:crypto';
import { digestText } from '../common/digest-text';

/** Far more turns than a call has; it bounds the work for a history of any length. */
const EARLIER_TURNS_KEPT = 200;

export interface ConversationName {
  /** Names the conversation up to and including the current user turn. */
  readonly key: string;
  /** Names that the conversation had at its earlier turns, latest first. */
  readonly earlierKeys: readonly string[];
  /** Names the current turn with its very words. */
  readonly turnKey: string;
}

interface NamedConversation {
  /** Stands before every name, so that nobody reaches the conversation of another owner, whatever he sends. */
  readonly owner: string;
  /** Absent when the history is replayed with every request. */
  readonly id: string | undefined;
  readonly userTexts: readonly string[];
  /** The user messages before these; they are left out only where the conversation has an id. */
  readonly skippedUserTurns: number;
}

export function nameConversation({ owner, id, userTexts, skippedUserTurns }: NamedConversation): ConversationName {
  const userTurn = skippedUserTurns + userTexts.length;
  const { key, earlierKeys, turnKey } =
    id === undefined ? nameByHistory(userTexts) : nameById(id, { userTurn, words: userTexts.at(-1) ?? '' });
  const own = (name: string): string => `${owner}/${name}`;
  return { key: own(key), earlierKeys: earlierKeys.map(own), turnKey: own(turnKey) };
}

/**
 * Names a conversation of a caller that sends no id but replays the whole history, as OpenAI clients do: the name is
 * a digest of the user's messages so far. The next request repeats them, so its earlier names contain the one under
 * which a proposal was stored, while a conversation that went another way has no name in common with this one.
 *
 * Assistant messages are left out: voice platforms replay them re-transcribed, and they are not the user's words.
 */
function nameByHistory(userTexts: readonly string[]): ConversationName {
  const digest = createHash('sha256');
  const keys = userTexts.map((text) => {
    const normalised = text.replace(/\s+/g, ' ').trim();
    digest.update(`${normalised.length}:${normalised}\n`);
    return `history:${digest.copy().digest('base64url')}`;
  });
  const key = keys.at(-1) ?? 'history:empty';
  return { key, earlierKeys: keys.slice(0, -1).reverse().slice(0, EARLIER_TURNS_KEPT), turnKey: key };
}

/**
 * Names a conversation that has an id of its own: every turn shares the one name, and its words tell turns apart.
 * Neither is kept: both are the client's text.
 */
function nameById(
  conversationId: string,
  { userTurn, words }: { readonly userTurn: number; readonly words: string },
): ConversationName {
  const key = `id:${digestText(conversationId)}`;
  return { key, earlierKeys: [key], turnKey: `${key}#${userTurn}:${digestText(words)}` };
}
