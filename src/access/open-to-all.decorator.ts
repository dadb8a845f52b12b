import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const OPEN_TO_ALL = Symbol('open to all');

/** Serves requests without a key; for probes, which have none. */
export function OpenToAll(): CustomDecorator<symbol> {
  return SetMetadata(OPEN_TO_ALL, true);
}
