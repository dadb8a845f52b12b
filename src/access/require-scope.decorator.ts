import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { type AccessScope } from '../common/access';

export const REQUIRED_SCOPE = Symbol('required scope');

/** The name under which the API document describes how a key is sent. */
export const KEY_SECURITY = 'apiKey';

/** Serves only requests whose key has that scope, and says so in the API document. On a method it replaces that of its class. */
export function RequireScope(scope: AccessScope): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(REQUIRED_SCOPE, scope), ApiSecurity(KEY_SECURITY, [scope]));
}
