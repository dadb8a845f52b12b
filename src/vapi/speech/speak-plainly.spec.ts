import * as fc from 'fast-check';
import { type AgentEvent } from '../../agent/agent-event';
import { speakPlainly } from './speak-plainly';

const START: AgentEvent = { type: 'turn-start', model: 'm' };
const END: AgentEvent = {
  type: 'turn-end',
  finishReason: 'end-turn',
  usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 },
};
const CALL: AgentEvent = { type: 'client-tool-call', id: 'call_1', name: 'endCall', inputJson: '{}' };

async function speak(...events: readonly AgentEvent[]): Promise<readonly AgentEvent[]> {
  const spoken: AgentEvent[] = [];
  for await (const event of speakPlainly(toAsync(events))) spoken.push(event);
  return spoken;
}

async function* toAsync(events: readonly AgentEvent[]): AsyncGenerator<AgentEvent> {
  for (const event of events) yield await Promise.resolve(event);
}

const say = (text: string): AgentEvent => ({ type: 'text-delta', text });
const wordsOf = (events: readonly AgentEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));

describe(speakPlainly.name, () => {
  it('should give each sentence as soon as it is complete, with the space after it', async () => {
    const events = await speak(START, say('Hel'), say('lo. How'), say(' are you? I'), say(' am 4.50 high'), END);
    expect(wordsOf(events)).toEqual(['Hello. ', 'How are you? ', 'I am 4.50 high']);
    expect(events[0]).toBe(START);
    expect(events.at(-1)).toBe(END);
  });

  it('should not wait for the end of a sentence that has none', async () => {
    const words = wordsOf(await speak(...Array.from({ length: 100 }, () => say('and then ')), END));
    expect(words.length).toBeGreaterThan(3);
    expect(words.join('')).toBe('and then '.repeat(100));
  });

  it('should say what comes before a call before the call', async () => {
    const events = await speak(START, say('Good'), say('bye'), CALL, END);
    expect(events).toEqual([START, say('Goodbye'), CALL, END]);
  });

  it('should say nothing of what a model thinks, however it comes', async () => {
    const text = 'Yes. <thinking>They mean it. I say so. </thinking>I can do that.';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 60, maxLength: 60 }), async (lengths) => {
        let rest = text;
        const deltas = lengths.flatMap((length) => {
          const part = rest.slice(0, length);
          rest = rest.slice(length);
          return part === '' ? [] : [say(part)];
        });
        const spoken = wordsOf(await speak(START, ...deltas, say(rest), END)).join('');
        expect(spoken.replace(/\s+/g, ' ')).toBe('Yes. I can do that.');
      }),
    );
  });
});
