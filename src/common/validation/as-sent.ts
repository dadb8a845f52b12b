import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';

/**
 * Keeps a value of free form just as it was sent, or makes of it what `convert` returns. class-transformer itself would
 * first copy all that is in it, and leave out every key that `Object.prototype` has too.
 */
export function AsSent(convert: (sent: unknown) => unknown = (sent) => sent): PropertyDecorator {
  return applyDecorators(
    // What the library makes of the value is thrown away, and nothing is made faster than a boolean.
    Type(() => Boolean),
    Transform(({ obj, key }) => convert((obj as Record<string, unknown>)[key])),
  );
}
