import { type AgentTurn } from '../../agent/agent-turn';

/** What a turn asks. */
export interface Question {
  /** How often the caller has spoken. */
  readonly userTurn: number;
  /** The latest words, without case and spacing. */
  readonly words: string;
  /** What a client's tools have brought since. */
  readonly results: readonly string[];
}

export function readQuestion({ messages }: Pick<AgentTurn, 'messages'>): Question {
  const lastWords = messages.findLastIndex(({ role }) => role === 'user');
  const since = messages.slice(lastWords + 1);
  return {
    userTurn: messages.filter(({ role }) => role === 'user').length,
    words: (messages[lastWords]?.text ?? '').trim().replace(/\s+/g, ' ').toLowerCase(),
    results: since.filter(({ role }) => role === 'tool').map(({ text }) => text),
  };
}

/**
 * Whether an answer to the one question answers the other too: they are the same, or the other is the beginning of it,
 * which the platform sent before and which arrives only now. More words, or others, ask for another answer.
 */
export function answersToo(answered: Question, other: Question): boolean {
  return (
    answered.userTurn === other.userTurn &&
    answered.words.startsWith(other.words) &&
    answered.results.length === other.results.length &&
    answered.results.every((result, index) => result === other.results[index])
  );
}
