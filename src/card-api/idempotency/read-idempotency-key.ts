import { type IncomingHttpHeaders } from 'node:http';
import { IdempotencyKeyInvalidError, IdempotencyKeyMissingError } from './idempotency-error';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * The name that the client gave to its request. Node joins several of them with a comma and a space, so that they are
 * refused as well.
 *
 * @throws IdempotencyKeyMissingError, IdempotencyKeyInvalidError
 */
export function readIdempotencyKey(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key'];
  if (key === undefined) throw new IdempotencyKeyMissingError('The request carries no Idempotency-Key.');
  if (typeof key !== 'string' || !VISIBLE_ASCII.test(key)) {
    throw new IdempotencyKeyInvalidError('The Idempotency-Key is not 1 to 255 visible ASCII characters.');
  }
  return key;
}
