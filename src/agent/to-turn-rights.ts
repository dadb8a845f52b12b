import { type Access } from '../common/access';
import { type AgentTurn } from './agent-turn';

export type TurnRights = Pick<AgentTurn, 'mayAssertCaller' | 'actor' | 'conversationOwner'>;

/**
 * What a key lets a turn of a conversation do. Keys that may assert callers share no conversation with those that may
 * not: otherwise a number that is only claimed could be stored under the one and believed under the other. Two keys of
 * a tenant with the same right share theirs, so that a key can be replaced in the middle of a call.
 */
export function toTurnRights({ tenant, scopes }: Access): TurnRights {
  const mayAssertCaller = scopes.includes('assert_caller');
  return {
    mayAssertCaller,
    actor: 'caller',
    conversationOwner: `${tenant}/${mayAssertCaller ? 'asserted' : 'claimed'}`,
  };
}
