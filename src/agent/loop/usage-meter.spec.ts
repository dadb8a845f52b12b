import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { type LanguageModelEvent, type LanguageModelRequest } from '../../language-model/language-model';
import { LanguageModelError, type LanguageModelErrorCode } from '../../language-model/language-model-error';
import { UsageMeter } from './usage-meter';

const REQUEST: LanguageModelRequest = {
  system: 's'.repeat(400),
  messages: [{ role: 'user', text: 'u'.repeat(399) }],
  tools: [],
  sampling: {},
  signal: new AbortController().signal,
};
/** A quarter of the characters, and what a format adds around the message. */
const INPUT = 200 + 4;
const TEXT: LanguageModelEvent = { type: 'text-delta', text: 'x'.repeat(40) };
const END: LanguageModelEvent = {
  type: 'response-end',
  stopReason: 'end-turn',
  usage: { inputTokens: 1_000, outputTokens: 7, cachedInputTokens: 900 },
};

async function* play(events: readonly LanguageModelEvent[], error?: Error): AsyncGenerator<LanguageModelEvent> {
  for (const event of events) {
    await nextTurnOfTheLoop();
    yield event;
  }
  if (error !== undefined) throw error;
}

async function readAll(events: AsyncIterable<LanguageModelEvent>): Promise<void> {
  for await (const event of events) expect(event).toBeDefined();
}

describe(UsageMeter.name, () => {
  let meter: UsageMeter;

  beforeEach(() => {
    meter = new UsageMeter();
  });

  async function fail(code: LanguageModelErrorCode, ...events: readonly LanguageModelEvent[]): Promise<void> {
    const error = new LanguageModelError(code, 'No.');
    await expect(readAll(meter.watch(REQUEST, play(events, error)))).rejects.toBe(error);
  }

  it('should count nothing before the model is asked', () => {
    void meter.watch(REQUEST, play([]));
    expect(meter.tokens).toBe(0);
  });

  it('should add up what the model reports of its calls', async () => {
    await readAll(meter.watch(REQUEST, play([TEXT, END])));
    await readAll(meter.watch(REQUEST, play([END])));
    expect(meter.usage).toEqual({ inputTokens: 2_000, outputTokens: 14, cachedInputTokens: 1_800 });
    expect(meter.tokens).toBe(2_014);
  });

  it('should show of a call under way what it has read and written so far, beside the earlier ones', async () => {
    await readAll(meter.watch(REQUEST, play([END])));
    const seen: number[] = [];
    for await (const event of meter.watch(REQUEST, play([TEXT, TEXT, END]))) {
      expect(event).toBeDefined();
      seen.push(meter.tokens - 1_007);
    }
    expect(seen).toEqual([INPUT + 10, INPUT + 20, 1_007]);
  });

  it('should count the input of a call that has not answered yet', () => {
    void meter.watch(REQUEST, play([])).next();
    expect(meter.tokens).toBe(INPUT);
  });

  it('should estimate a call that is left early', async () => {
    for await (const event of meter.watch(REQUEST, play([TEXT, TEXT, END]))) {
      expect(event).toBe(TEXT);
      break;
    }
    expect(meter.tokens).toBe(INPUT + 10);
  });

  it('should count the calls of tools that were left, and pictures by a flat price', async () => {
    const image = { format: 'png' as const, base64: 'A'.repeat(1_000_000) };
    const request = { ...REQUEST, messages: [{ role: 'user' as const, text: 'u'.repeat(399), images: [image] }] };
    const call = { type: 'tool-call' as const, id: 'a', name: 'n'.repeat(10), inputJson: 'j'.repeat(30) };
    for await (const event of meter.watch(request, play([call, END]))) {
      expect(event).toBe(call);
      break;
    }
    expect(meter.tokens).toBe(INPUT + 1_500 + 10);
  });

  it.each<LanguageModelErrorCode>(['model_timeout', 'model_aborted', 'model_failed', 'model_stream_broken'])(
    'should estimate a call that ends with %s, before its first word and after it',
    async (code) => {
      await fail(code);
      expect(meter.tokens).toBe(INPUT);
      await fail(code, TEXT);
      expect(meter.tokens).toBe(2 * INPUT + 10);
    },
  );

  it.each<LanguageModelErrorCode>(['model_throttled', 'model_unavailable', 'model_request_invalid'])(
    'should count nothing of a call that is turned away with %s, unless it had begun',
    async (code) => {
      await fail(code);
      expect(meter.tokens).toBe(0);
      await fail(code, TEXT);
      expect(meter.tokens).toBe(INPUT + 10);
    },
  );
});
