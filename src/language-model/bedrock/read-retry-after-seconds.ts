import { readFields } from './read-error-facts';

/**
 * Reads how long the upstream asked us to wait: `retry-after` in seconds, or `x-amz-retry-after` in milliseconds, from
 * the HTTP response that the SDK attaches to its exceptions. Dates are not read: Bedrock sends none.
 *
 * @returns whole seconds, rounded up; `undefined` when nothing readable was said.
 */
export function readRetryAfterSeconds(error: unknown): number | undefined {
  const headers = readFields(readFields(readFields(error).$response).headers);
  const seconds = readNumber(headers['retry-after']);
  if (seconds !== undefined) return Math.ceil(seconds);
  const milliseconds = readNumber(headers['x-amz-retry-after']);
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1_000);
}

function readNumber(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,9}(\.\d+)?$/.test(header.trim()) ? Number(header) : undefined;
}
