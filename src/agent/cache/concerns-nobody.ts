import { toTextTokens } from '../../common/card-data/spoken-digits';
import { type AgentTurn } from '../agent-turn';
import { type TurnReading } from '../loop/read-turn';

/** A question that many ask is short. */
const LONGEST_TEXT = 1_000;
/** A security code has three digits, the end of a card number four, a passcode six. */
const MOST_DIGITS = 2;
/** Who speaks like this may say who they are, or whose affair it is. */
const SPEAKS_OF_SOMEBODY = /@|\b(?:i['’]?m|i am|my|mine|myself|this is|names?|named|mr|mrs|ms|miss)\b/i;

/**
 * Whether a turn is one question and nothing else, which anybody might ask: nobody knows who calls, the request names
 * nobody, and the question holds no number, no tag and no word of the caller's own affairs. Whatever was said before,
 * instructions included, may hold a customer's data, so a turn that has any of it is out.
 */
export function concernsNobody(turn: AgentTurn, { context, query }: Pick<TurnReading, 'context' | 'query'>): boolean {
  if (turn.namesNobody !== true || context.caller.level !== 'unknown') return false;
  if (turn.clientTools !== undefined || turn.jsonFormat !== undefined) return false;
  const [question, ...others] = turn.messages;
  if (others.length > 0 || question?.role !== 'user' || question.images !== undefined) return false;
  // What was read differs from what was said where something was masked or taken out.
  return query === question.text && isImpersonal(question.text);
}

function isImpersonal(text: string): boolean {
  return text.length <= LONGEST_TEXT && countDigits(text) <= MOST_DIGITS && !SPEAKS_OF_SOMEBODY.test(text);
}

/** All of them, written or spoken, wherever they stand: a code may be said in pieces. */
function countDigits(text: string): number {
  return toTextTokens(text).reduce((count, { digits = '' }) => count + digits.length, 0);
}
