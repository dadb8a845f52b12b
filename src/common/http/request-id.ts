import { randomBytes } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { maskCardText } from '../card-data/mask-card-data';

/** What may be logged and sent back as it is, unless it holds a card number. */
const GIVEN_ID = /^[\w.:-]{1,128}$/;
/** As many digits in a row as the shortest card number has. */
const LIKE_A_CARD_NUMBER = /\d{13}/;

/** The caller's `x-request-id` when it is a plain one, else a new id: it is stored, logged and sent back. */
export function chooseRequestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  const isPlain = typeof given === 'string' && GIVEN_ID.test(given) && maskCardText(given) === given;
  return isPlain ? given : makeRequestId();
}

/**
 * A new id in OpenAI's form. One whose digits could read as a card number is drawn again: it is told in sentences of
 * errors, and would be masked there.
 */
export function makeRequestId(draw = drawHex): string {
  for (;;) {
    const id = `req_${draw()}`;
    if (!LIKE_A_CARD_NUMBER.test(id)) return id;
  }
}

function drawHex(): string {
  return randomBytes(16).toString('hex');
}
