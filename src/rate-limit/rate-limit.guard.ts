import { type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type AccessScope } from '../common/access';
import { allowTokens } from '../common/http/request-allowance';
import { readGrantedAccess } from '../common/http/request-access';
import { isJsonObject } from '../common/json';
import { type TokenAllowance, type TokenMeter } from '../common/token-allowance';
import { CallerNames } from './caller-names';
import { estimateTurnTokens } from './estimate-turn-tokens';
import { identifyCaller, type Vouching } from './identify-caller';
import { LIMITED, type LimitedKind } from './limited.decorator';
import { type RateLimitExceededError, toRefusal } from './rate-limit-error';
import { type LimitedRequest, RateLimiter } from './rate-limiter';
import { toRateLimitHeaders } from './to-rate-limit-headers';

interface IncomingRequest {
  readonly body: unknown;
}

interface OutgoingReply {
  headers(values: Readonly<Record<string, string>>): unknown;
  readonly raw: ServerResponse;
}

/**
 * Stands behind the AccessGuard, before anybody looks at the body. A request that is over a limit is turned away at
 * once; one that is over the limit of tokens goes on without a model, since a card is blocked without one.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly logger = new Logger(RateLimitGuard.name);

  constructor(
    private readonly limiter: RateLimiter,
    private readonly callers: CallerNames,
    private readonly reflector: Reflector,
  ) {}

  /** @throws RateLimitExceededError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const kind = this.reflector.getAllAndOverride<LimitedKind | undefined>(LIMITED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (kind === undefined) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingRequest>();
    const reply = http.getResponse<OutgoingReply>();
    const limited = this.toLimitedRequest(request, kind);
    const { verdict, settle } = await this.limiter.take(limited);
    reply.headers(toRateLimitHeaders(verdict));
    const refusal = toRefusal(verdict, limited.keyId);
    if (refusal !== undefined) this.logger.log({ keyId: limited.keyId, limit: verdict.exceeded }, 'Over a limit');
    if (refusal?.unit === 'requests') throw refusal;
    const use = new TokenUse(refusal);
    allowTokens(request, use);
    onceClosed(reply.raw, () => {
      settle(use.tokens);
    });
    return true;
  }

  private toLimitedRequest(request: IncomingRequest, kind: LimitedKind): LimitedRequest {
    const { body } = request;
    const { keyId, scopes } = readGrantedAccess(request);
    const isTurn = kind === 'turns';
    const caller = identifyCaller(body, isTurn ? toVouching(scopes) : 'any');
    return {
      keyId,
      caller: caller === undefined ? undefined : this.callers.nameOf(caller),
      tokens: isTurn ? estimateTurnTokens(body) : undefined,
      isStream: isTurn && isStreamed(body, scopes),
    };
  }
}

/** The endpoints for cards take the client's word for any number, as their scope says; this is for those who talk. */
function toVouching(scopes: readonly AccessScope[]): Vouching {
  if (scopes.includes('assert_caller')) return 'any';
  return scopes.includes('vapi') ? 'call' : 'none';
}

/** A voice platform is streamed to unless it says otherwise. */
function isStreamed(body: unknown, scopes: readonly AccessScope[]): boolean {
  if (!isJsonObject(body)) return false;
  const isCall = Array.isArray(body.messages) && (isJsonObject(body.call) || scopes.includes('vapi'));
  return body.stream === true || (isCall && body.stream !== false);
}

/** What a request has used: nothing, unless it has asked a model. The status of the reply says nothing about that. */
class TokenUse implements TokenAllowance {
  private meter: TokenMeter | undefined;

  constructor(readonly refusal: RateLimitExceededError | undefined) {}

  get tokens(): number {
    return this.meter?.tokens ?? 0;
  }

  countBy(meter: TokenMeter): void {
    this.meter = meter;
  }
}

/** A reply is closed once, whether it ended, failed, or lost its reader; that may have happened already. */
function onceClosed(response: ServerResponse, act: () => void): void {
  if (response.closed) act();
  else response.once('close', act);
}
