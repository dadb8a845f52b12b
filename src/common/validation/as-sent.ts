import { Transform } from 'class-transformer';

/**
 * Keeps a value of free form just as it was sent: class-transformer would copy it, and leave out every key that
 * `Object.prototype` has too.
 */
export function AsSent(): PropertyDecorator {
  return Transform(({ obj, key }) => (obj as Record<string, unknown>)[key]);
}
