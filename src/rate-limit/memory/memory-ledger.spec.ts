import fc from 'fast-check';
import { type Claim } from '../claim';
import { type Limits } from '../limits';
import { remainingOf, type Verdict } from '../verdict';
import { MemoryLedger } from './memory-ledger';

const LIMITS: Limits = { requests: 5, callerRequests: 3, tokens: 1_000, streams: 2, periodMs: 60_000 };

describe(MemoryLedger.name, () => {
  let ledger: MemoryLedger;
  let nowMs: number;

  beforeEach(() => {
    ledger = new MemoryLedger();
    nowMs = 0;
  });

  function take(claim: Partial<Claim> = {}, limits = LIMITS): Verdict {
    const whole = { keyId: 'voice', caller: undefined, tokens: undefined, slot: undefined, ...claim };
    return ledger.take(whole, { limits, nowMs });
  }

  function outcomes(claims: readonly Partial<Claim>[]): readonly (string | undefined)[] {
    return claims.map((claim) => take(claim).exceeded);
  }

  function settle(tokens: number, slot?: string): void {
    ledger.settle({ keyId: 'voice', tokens, slot }, { limits: LIMITS, nowMs });
  }

  describe('when a key asks too often', () => {
    it('should grant as many as the limit says, and more as time passes', () => {
      expect(outcomes(Array.from({ length: 7 }, () => ({})))).toEqual([
        ...Array.from({ length: 5 }, () => undefined),
        'requests',
        'requests',
      ]);
      nowMs += 11_999;
      expect(take().exceeded).toBe('requests');
      nowMs += 1;
      expect(outcomes([{}, {}])).toEqual([undefined, 'requests']);
    });

    it('should serve it again within the period when the clock is set back', () => {
      for (let index = 0; index < 5; index += 1) take();
      nowMs -= 3_600_000;
      expect(take().exceeded).toBe('requests');
      nowMs += 12_000;
      expect(outcomes([{}, {}])).toEqual([undefined, 'requests']);
    });

    it('should leave other keys alone', () => {
      for (let index = 0; index < 6; index += 1) take();
      expect(take({ keyId: 'web' }).exceeded).toBeUndefined();
    });
  });

  describe('when one caller asks too often', () => {
    it('should turn that caller away, and nobody else', () => {
      expect(outcomes(Array.from({ length: 4 }, () => ({ caller: 'a' })))).toEqual([
        undefined,
        undefined,
        undefined,
        'callerRequests',
      ]);
      expect(outcomes([{ caller: 'b' }, {}])).toEqual([undefined, undefined]);
    });

    it('should not confuse callers of two keys', () => {
      for (let index = 0; index < 4; index += 1) take({ caller: 'a' });
      expect(take({ keyId: 'web', caller: 'a' }).exceeded).toBeUndefined();
    });
  });

  describe('when the tokens are used up', () => {
    it('should let the request go on and take all but the tokens', () => {
      expect(take({ tokens: 900 }).exceeded).toBeUndefined();
      const verdict = take({ tokens: 200, slot: 's1' });
      expect(verdict.exceeded).toBe('tokens');
      expect(remainingOf(verdict.tokens)).toBe(100);
      expect(remainingOf(verdict.requests)).toBe(3);
      take({ slot: 's2' });
      expect(take({ slot: 's3' }).exceeded).toBe('streams');
    });

    it('should count what was really used in place of what was expected', () => {
      take({ tokens: 900 });
      settle(-800);
      expect(remainingOf(take({ tokens: 100 }).tokens)).toBe(800);
      settle(1_500);
      expect(take({ tokens: 1 }).exceeded).toBe('tokens');
      nowMs += 41_000;
      expect(take({ tokens: 1 }).exceeded).toBe('tokens');
      nowMs += 2_000;
      expect(take({ tokens: 1 }).exceeded).toBeUndefined();
    });

    it('should still know it after a request that asked for none', () => {
      take({ tokens: 900 });
      take();
      expect(take({ tokens: 200 }).exceeded).toBe('tokens');
    });

    it('should not be left with more than it holds when less was used than expected', () => {
      take({ tokens: 900 });
      nowMs += 60_000;
      settle(-900);
      expect(remainingOf(take().tokens)).toBe(0);
      expect(remainingOf(take({ tokens: 0 }).tokens)).toBe(1_000);
    });

    it('should grant a request that is larger than the bucket when nothing else was taken', () => {
      expect(outcomes([{ tokens: 5_000 }, { tokens: 1 }])).toEqual([undefined, 'tokens']);
    });
  });

  describe('when too many replies are streamed at the same time', () => {
    it('should grant another one when one has ended', () => {
      expect(outcomes([{ slot: 'a' }, { slot: 'b' }, { slot: 'c' }])).toEqual([undefined, undefined, 'streams']);
      settle(0, 'a');
      expect(outcomes([{ slot: 'd' }, { slot: 'e' }])).toEqual([undefined, 'streams']);
      settle(0, 'a');
      expect(take({ slot: 'f' }).exceeded).not.toBeUndefined();
    });

    it('should still grant what is not streamed', () => {
      expect(outcomes([{ slot: 'a' }, { slot: 'b' }, {}])).toEqual([undefined, undefined, undefined]);
    });
  });

  describe('when a request is turned away', () => {
    it('should have taken nothing', () => {
      for (let index = 0; index < 3; index += 1) take({ caller: 'a' });
      for (let index = 0; index < 50; index += 1) take({ caller: 'a', tokens: 10, slot: `s${index}` });
      const verdict = take({ tokens: 0, slot: 'one' });
      expect(verdict.exceeded).toBeUndefined();
      expect(remainingOf(verdict.requests)).toBe(1);
      expect(remainingOf(verdict.tokens)).toBe(1_000);
    });
  });

  describe('when there are no limits', () => {
    it('should grant everything', () => {
      const none: Limits = { requests: 0, callerRequests: 0, tokens: 0, streams: 0, periodMs: 60_000 };
      for (let index = 0; index < 1_000; index += 1) {
        expect(take({ caller: 'a', tokens: 1_000_000, slot: `s${index}` }, none).exceeded).toBeUndefined();
      }
    });
  });

  it('should never grant more than the limit and what has filled up meanwhile', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 20 }), (waits, requests) => {
        const fresh = new MemoryLedger();
        const limits = { ...LIMITS, requests, callerRequests: 0 };
        let time = 0;
        let granted = 0;
        for (const wait of waits) {
          time += wait;
          const claim = { keyId: 'voice', caller: undefined, tokens: undefined, slot: undefined };
          if (fresh.take(claim, { limits, nowMs: time }).exceeded === undefined) granted += 1;
        }
        expect(granted).toBeLessThanOrEqual(requests + (time * requests) / limits.periodMs + 1e-6);
        // Whoever waits long enough is served.
        const last = { keyId: 'voice', caller: undefined, tokens: undefined, slot: undefined };
        expect(fresh.take(last, { limits, nowMs: time + limits.periodMs / requests }).exceeded).toBeUndefined();
      }),
    );
  });
});
