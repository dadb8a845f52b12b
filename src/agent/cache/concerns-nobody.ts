import { maskSensitive } from '../../common/mask-sensitive';
import { readCallerTag } from '../../common/read-caller-tag';
import { type AgentTurn, type TurnMessage } from '../agent-turn';
import { type TurnReading } from '../loop/read-turn';

/** Longer messages are not searched for a spoken number either. */
const LONGEST_TEXT = 1_000;

/**
 * Whether a turn is a question that anybody might ask: nobody knows who calls, nothing in it looks like a number or a
 * tag, no call or conversation has an id, and no tool has had a part in it so far.
 */
export function concernsNobody(turn: AgentTurn, { context }: Pick<TurnReading, 'context'>): boolean {
  if (context.caller.level !== 'unknown' || turn.phoneNumber !== undefined) return false;
  if (turn.conversationId !== undefined || turn.clientTools !== undefined) return false;
  return turn.messages.every(isImpersonal);
}

function isImpersonal(message: TurnMessage): boolean {
  const { role, text } = message;
  if (role === 'tool' || (role === 'assistant' && message.toolCalls.length > 0)) return false;
  if (role === 'user' && (message.images !== undefined || text.length > LONGEST_TEXT)) return false;
  return maskSensitive(text) === text && readCallerTag(text).text === text;
}
