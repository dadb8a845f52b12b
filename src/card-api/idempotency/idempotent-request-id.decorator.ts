import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Beside the request and not in it, so that nothing which a client sends can pass for it. */
const IDS = new WeakMap<object, string>();

export function nameRequest(request: object, id: string): void {
  IDS.set(request, id);
}

/** Injects the id that all copies of the request share; the handler must be behind the IdempotencyInterceptor. */
export const IdempotentRequestId = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const id = IDS.get(context.switchToHttp().getRequest<object>());
  if (id === undefined) throw new Error('The request has no idempotency key, but its id is asked for.');
  return id;
});
