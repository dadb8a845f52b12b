import { setTimeout as sleep } from 'node:timers/promises';
import { type LanguageModelEvent, type LanguageModelRequest } from '../../../src/language-model/language-model';

interface Outcome {
  readonly events: readonly LanguageModelEvent[];
  readonly text: string;
  readonly error: unknown;
}

/** A request with two tools, one of which has a name that Nova does not take. */
export function aRequest(text: string, overrides: Partial<LanguageModelRequest> = {}): LanguageModelRequest {
  return {
    system: 'You answer the telephone.',
    messages: [{ role: 'user', text }],
    tools: [
      { name: 'list_cards', description: 'Lists cards.', inputSchema: { type: 'object', properties: {} } },
      { name: 'block-card', description: 'Blocks a card.', inputSchema: { type: 'object', properties: {} } },
    ],
    sampling: {},
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** Reads a stream to its end, be it good or bad. */
export async function collect(stream: AsyncIterable<LanguageModelEvent>): Promise<Outcome> {
  const events: LanguageModelEvent[] = [];
  let error: unknown;
  try {
    for await (const event of stream) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, text: events.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''), error };
}

/** Polls: how long it takes is the machine's affair, Jest's own limit ends a wait in vain. */
export async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(5);
}
