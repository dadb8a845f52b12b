import { getEventListeners } from 'node:events';
import { UpstreamCall } from './upstream-call';

const never = new Promise<never>(() => undefined);

describe(UpstreamCall.name, () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function open(): { readonly call: UpstreamCall; readonly caller: AbortController } {
    const caller = new AbortController();
    return { call: new UpstreamCall(caller.signal, 1_000), caller };
  }

  describe('when what it waits for comes in time', () => {
    it('should hand it on and leave no timer and no listener behind', async () => {
      const { call, caller } = open();
      await expect(call.within({ pending: Promise.resolve(7), limitMs: 100, waitingFor: 'a number' })).resolves.toBe(7);
      expect(call.signal.aborted).toBe(false);
      call.end();
      expect(call.signal.aborted).toBe(true);
      expect(call.failure).toBeUndefined();
      expect(jest.getTimerCount()).toBe(0);
      expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    });
  });

  describe('when it never comes', () => {
    it('should time out, although nobody listens to the abort', async () => {
      const { call } = open();
      const wait = expect(call.within({ pending: never, limitMs: 100, waitingFor: 'a word' })).rejects.toMatchObject({
        code: 'model_timeout',
        message: 'Bedrock did not send a word within 100 ms.',
      });
      jest.advanceTimersByTime(100);
      await wait;
      expect(call.signal.aborted).toBe(true);
      call.end();
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  describe('when the whole call takes too long', () => {
    it('should time out even between two waits', async () => {
      const { call } = open();
      jest.advanceTimersByTime(1_000);
      expect(call.failure?.code).toBe('model_timeout');
      const wait = call.within({ pending: never, limitMs: 100, waitingFor: 'a word' });
      await expect(wait).rejects.toMatchObject({ code: 'model_timeout' });
    });
  });

  describe('when the caller hangs up', () => {
    it('should say so, and not change its mind', async () => {
      const { call, caller } = open();
      const wait = expect(call.within({ pending: never, limitMs: 100, waitingFor: 'a word' })).rejects.toMatchObject({
        code: 'model_aborted',
      });
      caller.abort();
      await wait;
      jest.advanceTimersByTime(5_000);
      expect(call.failure?.code).toBe('model_aborted');
    });

    it('should notice it also when that was before the call', async () => {
      const call = new UpstreamCall(AbortSignal.abort(), 1_000);
      await expect(call.within({ pending: never, limitMs: 100, waitingFor: 'a word' })).rejects.toMatchObject({
        code: 'model_aborted',
      });
    });
  });
});
