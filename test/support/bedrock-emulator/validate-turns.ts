import { asObject, toolIdsOf } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';

/** Rules about the order of messages and about which result answers which call. */
export function validateTurns(messages: readonly unknown[]): ServiceFault | undefined {
  if (asObject(messages[0]).role !== 'user') {
    return invalid(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  for (const [at, message] of messages.entries()) {
    const previous = messages[at - 1];
    if (previous !== undefined && asObject(previous).role === asObject(message).role) {
      return invalid(
        'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
      );
    }
    const fault = validateResults({
      called: toolIdsOf(previous, 'toolUse'),
      answered: toolIdsOf(message, 'toolResult'),
      at,
    });
    if (fault !== undefined) return fault;
  }
  return validateResults({ called: toolIdsOf(messages.at(-1), 'toolUse'), answered: [], at: messages.length });
}

function validateResults(turn: {
  readonly called: readonly string[];
  readonly answered: readonly string[];
  readonly at: number;
}): ServiceFault | undefined {
  const { called, answered, at } = turn;
  if (new Set(called).size < called.length)
    return invalid(`The toolUse blocks at messages.${at - 1}.content contain duplicate Ids`);
  if (new Set(answered).size < answered.length)
    return invalid(`The toolResult blocks at messages.${at}.content contain duplicate Ids`);
  const missing = called.filter((id) => !answered.includes(id));
  if (missing.length > 0)
    return invalid(`Expected toolResult blocks at messages.${at}.content for the following Ids: ${missing.join(', ')}`);
  if (answered.length > called.length) {
    return invalid(
      `The number of toolResult blocks at messages.${at}.content exceeds the number of toolUse blocks of previous turn.`,
    );
  }
  return undefined;
}
