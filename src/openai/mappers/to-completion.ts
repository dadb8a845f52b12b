import type { ChatCompletion } from 'openai/resources/chat/completions';
import { type AgentEvent } from '../../agent/agent-event';
import { mapFinishReason } from './map-finish-reason';
import { type ReplyIdentity } from './reply-identity';
import { toUsage } from './to-usage';

/** Folds a turn into one completion. @throws Error when the turn has no end, which the agent rules out. */
export async function toCompletion(
  events: AsyncIterable<AgentEvent>,
  identity: ReplyIdentity,
): Promise<ChatCompletion> {
  const texts: string[] = [];
  let model = '';
  for await (const event of events) {
    switch (event.type) {
      case 'turn-start':
        model = event.model;
        break;
      case 'text-delta':
        texts.push(event.text);
        break;
      case 'turn-end':
        return complete({ ...identity, model }, texts.join(''), event);
      case 'tool-call':
      case 'tool-result':
        break;
    }
  }
  throw new Error('The turn ended without turn-end.');
}

type TurnEnd = Extract<AgentEvent, { type: 'turn-end' }>;

function complete(head: ReplyIdentity & { readonly model: string }, content: string, end: TurnEnd): ChatCompletion {
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: mapFinishReason(end.finishReason),
      },
    ],
    usage: toUsage(end.usage),
    service_tier: 'default',
  };
}
