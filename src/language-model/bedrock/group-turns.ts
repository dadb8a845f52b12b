import { type ModelImage, type ModelMessage, type ModelToolCall, type ModelToolResult } from '../language-model';
import { hasVisibleText } from './has-visible-text';

export type UserPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly image: ModelImage }
  | { readonly type: 'result'; readonly result: ModelToolResult };

/** What stands between two turns of the assistant. `isBlank` tells a caller who said nothing from one who was not asked. */
export interface UserTurn {
  readonly parts: readonly UserPart[];
  readonly isBlank: boolean;
}

export interface AssistantTurn {
  readonly texts: readonly string[];
  readonly toolCalls: readonly ModelToolCall[];
}

/** Strictly alternating by its very shape: user, then any number of (assistant, user). */
export interface GroupedHistory {
  readonly opening: UserTurn;
  readonly exchanges: readonly { readonly assistant: AssistantTurn; readonly user: UserTurn }[];
}

interface OpenUserTurn {
  readonly parts: UserPart[];
  isBlank: boolean;
}

interface OpenExchange {
  readonly assistant: { readonly texts: string[]; readonly toolCalls: ModelToolCall[] };
  readonly user: OpenUserTurn;
}

/** Merges neighbours of one role. An assistant message without words or calls never happened. */
export function groupTurns(messages: readonly ModelMessage[]): GroupedHistory {
  const opening = openUserTurn();
  const exchanges: OpenExchange[] = [];
  let user = opening;
  let assistantSpeaks = false;
  for (const message of messages) {
    if (message.role !== 'assistant') {
      if (addToUserTurn(user, message)) assistantSpeaks = false;
      continue;
    }
    if (!hasVisibleText(message.text) && message.toolCalls.length === 0) continue;
    const open = exchanges.at(-1);
    const exchange = assistantSpeaks && open !== undefined ? open : openExchange();
    if (exchange !== open) exchanges.push(exchange);
    if (hasVisibleText(message.text)) exchange.assistant.texts.push(message.text);
    for (const call of message.toolCalls) exchange.assistant.toolCalls.push(call);
    user = exchange.user;
    assistantSpeaks = true;
  }
  return { opening, exchanges };
}

function openUserTurn(): OpenUserTurn {
  return { parts: [], isBlank: false };
}

function openExchange(): OpenExchange {
  return { assistant: { texts: [], toolCalls: [] }, user: openUserTurn() };
}

/** @returns whether the message took part in the conversation at all. */
function addToUserTurn(turn: OpenUserTurn, message: Exclude<ModelMessage, { role: 'assistant' }>): boolean {
  if (message.role === 'tool') {
    for (const result of message.results) turn.parts.push({ type: 'result', result });
    return message.results.length > 0;
  }
  const { text, images = [] } = message;
  for (const image of images) turn.parts.push({ type: 'image', image });
  if (hasVisibleText(text)) turn.parts.push({ type: 'text', text });
  else turn.isBlank ||= images.length === 0;
  return true;
}
