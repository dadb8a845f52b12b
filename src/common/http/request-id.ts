import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';

/** Ids that are safe to log and to send back as they are. */
const GIVEN_ID = /^[\w.:-]{1,128}$/;

/** The caller's `x-request-id` when it is a plain one, else a new id. */
export function chooseRequestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && GIVEN_ID.test(given) ? given : makeRequestId();
}

/** A new id in OpenAI's form. */
export function makeRequestId(): string {
  return `req_${randomBytes(16).toString('hex')}`;
}
