import { type IncomingHttpHeaders } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Access, type AccessScope } from '../common/access';
import { readPathSecret } from '../common/http/path-secret';
import { grantAccess } from '../common/http/request-access';
import { clockOf } from '../common/http/request-clock';
import { ScopeMissingError } from './access-error';
import { KeyRing } from './key-ring';
import { OPEN_TO_ALL } from './open-to-all.decorator';
import { readPresentedKey } from './read-presented-key';
import { REQUIRED_SCOPE } from './require-scope.decorator';

interface IncomingRequest {
  readonly headers: IncomingHttpHeaders;
  /** As Node received it. */
  readonly raw: object;
}

/**
 * Stands before every handler: without `@OpenToAll()` it needs a key, and with `@RequireScope(...)` one that may. A key
 * in the path comes before one in a header: platforms that can only set a URL send a header with a made-up key.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly keys: KeyRing,
    private readonly reflector: Reflector,
  ) {}

  /** @throws HostUnknownError, ApiKeyMissingError, ApiKeyUnknownError, ScopeMissingError */
  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN_TO_ALL, targets) === true) return true;
    const request = context.switchToHttp().getRequest<IncomingRequest>();
    const clock = clockOf(request.raw);
    // Until here the request was on its way: its body had to arrive.
    clock.add('queue', clock.elapsedMs());
    const access = clock.measure('auth', () => this.authenticate(request));
    // Whose request it is, is known even where the key may not do what it asks for.
    grantAccess(request, access);
    const scope = this.reflector.getAllAndOverride<AccessScope | undefined>(REQUIRED_SCOPE, targets);
    if (scope !== undefined && !access.scopes.includes(scope)) throw new ScopeMissingError(scope);
    return true;
  }

  private authenticate({ raw, headers }: IncomingRequest): Access {
    return this.keys.authenticate(readPathSecret(raw) ?? readPresentedKey(headers), headers.host);
  }
}
