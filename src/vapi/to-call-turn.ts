import { type AgentTurn } from '../agent/agent-turn';
import { toTurnRights } from '../agent/to-turn-rights';
import { type Access } from '../common/access';
import { type VapiCall } from './vapi-call';

type CallTurn = Pick<
  AgentTurn,
  'namesNobody' | 'phoneNumber' | 'conversationId' | 'mayAssertCaller' | 'conversationOwner'
>;

/**
 * What a call says of its turns. Its id names the conversation, since the platform writes the history down anew as it
 * was heard. A voice platform's key vouches for the number that the call's signalling gave, and for no number in words.
 */
export function toCallTurn({ id, customerNumber }: VapiCall, access: Access): CallTurn {
  const isVouchedFor = customerNumber !== undefined && access.scopes.includes('vapi');
  return {
    ...toTurnRights(isVouchedFor ? { ...access, scopes: [...access.scopes, 'assert_caller'] } : access),
    // Every call has a caller, also one that tells nothing of itself.
    namesNobody: false,
    ...(customerNumber === undefined ? {} : { phoneNumber: customerNumber }),
    // Apart from the ids that others give their conversations.
    ...(id === undefined ? {} : { conversationId: `call:${id}` }),
  };
}
