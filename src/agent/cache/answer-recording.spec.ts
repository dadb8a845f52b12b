import { type AgentEvent } from '../agent-event';
import { AnswerRecording, readAnswer } from './answer-recording';

const USAGE = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };
const START: AgentEvent = { type: 'turn-start', model: 'model-1' };
const END: AgentEvent = { type: 'turn-end', finishReason: 'end-turn', usage: USAGE };

function say(text: string): AgentEvent {
  return { type: 'text-delta', text };
}

function record(...events: readonly AgentEvent[]): AnswerRecording['answer'] {
  const recording = new AnswerRecording('model-1');
  for (const event of events) recording.add(event);
  return recording.answer;
}

describe(AnswerRecording.name, () => {
  it('should know the whole answer of a model', () => {
    const answer = { text: 'Good morning.', finishReason: 'end-turn', usage: USAGE };
    expect(record(START, say('Good '), say('morning.'), END)).toEqual(answer);
    expect(readAnswer(JSON.stringify(answer))).toEqual(answer);
  });

  it.each<[string, readonly AgentEvent[]]>([
    ['has no end yet', [START, say('Good ')]],
    ['is of the policy', [{ type: 'turn-start', model: 'tellerline-policy-1' }, say('Your card is blocked.'), END]],
    [
      'is of the emergency dialogue',
      [{ type: 'turn-start', model: 'tellerline-emergency-1' }, say('Which card?'), END],
    ],
    [
      'came with a call of a tool',
      [START, { type: 'tool-call', id: 'a', name: 'list_cards' }, say('You have one.'), END],
    ],
    [
      'came with a result',
      [START, { type: 'tool-result', id: 'a', tool: 'list_cards', status: 'ok', result: {} }, END],
    ],
    [
      'is a call for the client',
      [START, { type: 'client-tool-call', id: 'a', name: 'get_weather', inputJson: '{}' }, END],
    ],
    ['was cut', [START, say('Good '), { type: 'turn-end', finishReason: 'max-tokens', usage: USAGE }]],
    ['was held back', [START, { type: 'turn-end', finishReason: 'content-filter', usage: USAGE }]],
  ])('should keep no answer that %s', (_what, events) => {
    expect(record(...events)).toBeUndefined();
  });
});

describe(readAnswer.name, () => {
  const whole = { text: 'Good morning.', finishReason: 'end-turn', usage: USAGE };

  it('should leave out what it does not know', () => {
    expect(readAnswer(JSON.stringify({ ...whole, more: 1 }))).toEqual(whole);
  });

  it.each([
    undefined,
    '',
    'no JSON',
    '{',
    'null',
    '7',
    '[]',
    '{}',
    '{"text":"Good morning."}',
    ...[
      { text: 7 },
      { finishReason: 'max-tokens' },
      { finishReason: 'finished' },
      { usage: null },
      { usage: { ...USAGE, inputTokens: '10' } },
      { usage: { ...USAGE, outputTokens: 1.5 } },
      { usage: { inputTokens: 1, outputTokens: 1 } },
    ].map((wrong) => JSON.stringify({ ...whole, ...wrong })),
  ])('should take %s for no answer', (json) => {
    expect(readAnswer(json)).toBeUndefined();
  });
});
