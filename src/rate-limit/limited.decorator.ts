import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const LIMITED = Symbol('limited');

/** What is counted of the requests to a handler. */
export type LimitedKind = 'requests' | 'turns';

/** Limits how often a handler is called. For what is done without a model. */
export function LimitRequests(): CustomDecorator<symbol> {
  return SetMetadata(LIMITED, 'requests' satisfies LimitedKind);
}

/** Limits requests, tokens and streams. For what the agent answers. */
export function LimitTurns(): CustomDecorator<symbol> {
  return SetMetadata(LIMITED, 'turns' satisfies LimitedKind);
}
