import { type AgentEvent } from '../../agent/agent-event';
import { splitSentences } from './split-sentences';
import { toPlainSpeech } from './to-plain-speech';

/** Holds ends of sentences that are none of the answer's, so that it has to be whole before the answer is parted. */
const REASONING = /<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi;
const OPEN_REASONING = /<(?:think|thinking|reasoning)>/i;

/**
 * Gives the words of an answer in whole sentences that a voice can read, each as soon as it is complete. All other
 * events keep their place: what was said before them is spoken before them.
 */
export async function* speakPlainly(events: AsyncIterable<AgentEvent>): AsyncGenerator<AgentEvent> {
  let unspoken = '';
  for await (const event of events) {
    if (event.type === 'text-delta') {
      unspoken = (unspoken + event.text).replace(REASONING, ' ');
      if (OPEN_REASONING.test(unspoken)) continue;
      const { ready, rest } = splitSentences(unspoken);
      unspoken = rest;
      yield* speak(ready);
      continue;
    }
    if (event.type === 'client-tool-call' || event.type === 'turn-end') {
      yield* speak(unspoken);
      unspoken = '';
    }
    yield event;
  }
}

function* speak(text: string): Generator<AgentEvent> {
  const spoken = toPlainSpeech(text);
  if (spoken.trim() !== '') yield { type: 'text-delta', text: spoken };
}
