import { EventEmitter } from 'node:events';
import { type ExecutionContext, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Access, type AccessScope } from '../common/access';
import { grantAccess } from '../common/http/request-access';
import { readAllowance } from '../common/http/request-allowance';
import { KeyedDigest } from '../common/keyed-digest';
import { CallerNames } from './caller-names';
import { LimitRequests, LimitTurns } from './limited.decorator';
import { RateLimitExceededError } from './rate-limit-error';
import { RateLimitGuard } from './rate-limit.guard';
import { type Grant, type LimitedRequest, type RateLimiter } from './rate-limiter';
import { type LimitName, type Standing } from './verdict';

class Handlers {
  @LimitTurns()
  turn(): void {
    return;
  }

  @LimitRequests()
  card(): void {
    return;
  }

  free(): void {
    return;
  }
}

const VOICE: Access = { keyId: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'] };
const STANDING: Standing = { limit: 10, cost: 1, taken: 1, periodMs: 60_000 };
const BODY = { messages: [{ role: 'user', content: 'Hello' }], customer: { number: '+15557654321' }, stream: true };

interface Ending {
  readonly statusCode: number;
  /** What the meter shows in the end; absent when no model was asked. */
  readonly used?: number;
  readonly settled: number;
}

class FakeResponse extends EventEmitter {
  closed = false;
  statusCode = 200;

  close(): void {
    this.closed = true;
    this.emit('close');
  }
}

/** Notes what it is asked, and how it is settled. */
class FakeLimiter {
  readonly requests: LimitedRequest[] = [];
  readonly settlements: (number | undefined)[] = [];

  constructor(
    private readonly exceeded?: LimitName,
    private readonly whileAsked: () => void = () => undefined,
  ) {}

  take(request: LimitedRequest): Promise<Grant> {
    this.requests.push(request);
    this.whileAsked();
    const verdict = {
      exceeded: this.exceeded,
      requests: STANDING,
      callerRequests: STANDING,
      tokens: STANDING,
      streams: 1,
    };
    return Promise.resolve({ verdict, settle: (tokens: number | undefined) => void this.settlements.push(tokens) });
  }
}

describe(RateLimitGuard.name, () => {
  let response: FakeResponse;
  let headers: Record<string, string>;
  let request: { readonly body: unknown };

  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  beforeEach(() => {
    response = new FakeResponse();
    headers = {};
    request = { body: BODY };
    grantAccess(request, VOICE);
  });

  function guard(limiter: FakeLimiter, method: keyof Handlers = 'turn'): Promise<boolean> {
    const callers = new CallerNames(new KeyedDigest({ passcodes: { secret: 'a' } }));
    const reply = { raw: response, headers: (values: Record<string, string>) => Object.assign(headers, values) };
    const context = {
      getHandler: (): unknown => Reflect.get(Handlers.prototype, method),
      getClass: () => Handlers,
      switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
    } as unknown as ExecutionContext;
    return new RateLimitGuard(limiter as unknown as RateLimiter, callers, new Reflector()).canActivate(context);
  }

  describe('when a handler is not limited', () => {
    it('should ask nobody', async () => {
      const limiter = new FakeLimiter();
      expect(await guard(limiter, 'free')).toBe(true);
      expect([limiter.requests, headers]).toEqual([[], {}]);
    });
  });

  describe('when a request is granted', () => {
    it('should ask for what a turn needs', async () => {
      const limiter = new FakeLimiter();
      await guard(limiter);
      const caller = expect.stringMatching(/^[\w-]{22}$/) as string;
      expect(limiter.requests).toEqual([{ keyId: 'voice', caller, tokens: 403, isStream: true }]);
    });

    it.each<{ readonly fields: object; readonly scopes: readonly AccessScope[]; readonly isStream: boolean }>([
      { fields: { stream: undefined }, scopes: ['chat'], isStream: false },
      { fields: { stream: undefined, call: { id: 'call-1' } }, scopes: ['chat'], isStream: true },
      { fields: { stream: null }, scopes: ['chat', 'vapi'], isStream: true },
      { fields: { stream: false, call: { id: 'call-1' } }, scopes: ['chat', 'vapi'], isStream: false },
      { fields: { stream: undefined, messages: undefined }, scopes: ['chat', 'vapi'], isStream: false },
    ])('should know that calls are streamed to unless they say otherwise: %j', async ({ fields, scopes, isStream }) => {
      request = { body: { ...BODY, ...fields } };
      grantAccess(request, { ...VOICE, scopes });
      const limiter = new FakeLimiter();
      await guard(limiter);
      expect(limiter.requests).toMatchObject([{ isStream }]);
    });

    it.each<[readonly AccessScope[], boolean]>([
      [['chat'], false],
      [['chat', 'vapi'], false],
      [['chat', 'assert_caller'], true],
    ])('should count by a number beside no call under a key with %j: %s', async (scopes, isCounted) => {
      grantAccess(request, { ...VOICE, scopes });
      const limiter = new FakeLimiter();
      await guard(limiter);
      expect(limiter.requests[0]?.caller !== undefined).toBe(isCounted);
    });

    it('should count by the number of a call under a key that vouches for calls', async () => {
      const limiter = new FakeLimiter();
      for (const scopes of [['chat', 'vapi'], ['chat', 'assert_caller'], ['chat']] as const) {
        request = { body: { ...BODY, call: { id: 'call-1' } } };
        grantAccess(request, { ...VOICE, scopes });
        await guard(limiter);
      }
      const [platform, other, none] = limiter.requests.map(({ caller }) => caller);
      expect(platform).toBe(other);
      expect(none).not.toBe(other);
    });

    it('should ask for no tokens and no stream where no model takes part', async () => {
      const limiter = new FakeLimiter();
      await guard(limiter, 'card');
      expect(limiter.requests).toMatchObject([{ tokens: undefined, isStream: false }]);
    });

    it.each<[string, Ending]>([
      ['what the turn has used', { statusCode: 200, used: 123, settled: 123 }],
      ['the same, when the reply is an error', { statusCode: 502, used: 123, settled: 123 }],
      ['no use, when the request was refused', { statusCode: 400, settled: 0 }],
      ['no use, when no model was asked for the answer', { statusCode: 200, settled: 0 }],
    ])('should settle %s, once', async (_what, { statusCode, used, settled }) => {
      const limiter = new FakeLimiter();
      await guard(limiter);
      const meter = { tokens: 0 };
      if (used !== undefined) readAllowance(request)?.countBy(meter);
      expect(limiter.settlements).toEqual([]);
      meter.tokens = used ?? 0;
      response.statusCode = statusCode;
      response.close();
      response.emit('close');
      expect(limiter.settlements).toEqual([settled]);
      expect(response.eventNames()).toEqual([]);
    });

    it('should settle at once when the caller has left while it was asked', async () => {
      const limiter = new FakeLimiter(undefined, () => {
        response.close();
      });
      await guard(limiter);
      expect(limiter.settlements).toEqual([0]);
      expect(response.eventNames()).toEqual([]);
    });
  });

  describe('when a request is over a limit', () => {
    it.each<LimitName>(['requests', 'callerRequests', 'streams'])(
      'should turn it away for too many %s, with the headers and nothing to settle',
      async (exceeded) => {
        const limiter = new FakeLimiter(exceeded);
        await expect(guard(limiter)).rejects.toThrow(RateLimitExceededError);
        expect(headers).toMatchObject({ 'x-ratelimit-limit-requests': '10', 'x-ratelimit-remaining-requests': '9' });
        expect(response.eventNames()).toEqual([]);
        expect(limiter.settlements).toEqual([]);
      },
    );

    it('should let it go on without a model for too many tokens', async () => {
      const limiter = new FakeLimiter('tokens');
      expect(await guard(limiter)).toBe(true);
      expect(readAllowance(request)?.refusal).toBeInstanceOf(RateLimitExceededError);
    });
  });
});
