import { Logger } from '@nestjs/common';
import { type AgentEvent } from '../agent/agent-event';
import { answerCall } from './answer-call';

const START: AgentEvent = { type: 'turn-start', model: 'm' };

async function* fail(error: Error, ...events: readonly AgentEvent[]): AsyncGenerator<AgentEvent> {
  for (const event of events) yield await Promise.resolve(event);
  throw error;
}

async function collect(events: AsyncIterable<AgentEvent>): Promise<readonly AgentEvent[]> {
  const collected: AgentEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe(answerCall.name, () => {
  const broken = new Error('broken');
  const hangUp = new AbortController().signal;

  beforeAll(() => {
    // The failures that are provoked here are logged with their cause, as they should be.
    Logger.overrideLogger(['fatal']);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('should pass on what is no call’s, errors included', async () => {
    await expect(collect(answerCall(fail(broken, START), { call: undefined, hangUp }))).rejects.toBe(broken);
  });

  it('should tell nobody of a failure who has hung up', async () => {
    const left = AbortSignal.abort();
    await expect(collect(answerCall(fail(broken, START), { call: {}, hangUp: left }))).rejects.toBe(broken);
  });

  it.each([
    [17_999, /technical problem/],
    [18_000, /longer than it should/],
  ])('should say what it was when it fails after %d ms', async (durationMs, expected) => {
    jest
      .spyOn(performance, 'now')
      .mockReturnValueOnce(1_000)
      .mockReturnValueOnce(1_000 + durationMs);
    const told = await collect(answerCall(fail(broken), { call: {}, hangUp }));
    expect(told[1]).toEqual({ type: 'text-delta', text: expect.stringMatching(expected) as string });
  });

  it('should have one start and one end, whenever it fails', async () => {
    for (const events of [[], [START], [START, { type: 'text-delta', text: 'A sentence. ' } as const]]) {
      const told = await collect(answerCall(fail(broken, ...events), { call: {}, hangUp }));
      expect(told.filter(({ type }) => type === 'turn-start')).toHaveLength(1);
      expect(told.at(-1)).toMatchObject({ type: 'turn-end', finishReason: 'end-turn' });
      expect(told.some((event) => event.type === 'text-delta' && event.text.includes('I am sorry'))).toBe(true);
    }
  });
});
