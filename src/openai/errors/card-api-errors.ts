import { type ErrorRow } from './error-row';

const KEY = 'Idempotency-Key';

/** How the endpoints for cards refuse: each refusal names the step that would lift it. */
export const CARD_API_ROWS: readonly (readonly [string, ErrorRow])[] = [
  [
    'idempotency_key_missing',
    [
      400,
      'invalid_request_error',
      'missing_required_parameter',
      `Missing required header: '${KEY}'. Send a new name with each request, and the same one when you repeat it.`,
    ],
  ],
  [
    'idempotency_key_invalid',
    [400, 'invalid_request_error', 'invalid_value', `Invalid '${KEY}': expected 1 to 255 visible ASCII characters.`],
  ],
  [
    'idempotency_key_reused',
    [
      422,
      'invalid_request_error',
      'idempotency_key_reused',
      `The '${KEY}' came with another request in the last 24 hours. Send a new one with a new request.`,
    ],
  ],
  [
    'idempotent_request_in_flight',
    [
      409,
      'invalid_request_error',
      'request_in_flight',
      `A request with this '${KEY}' is still being worked on. Send the same request again for its answer.`,
    ],
  ],
  [
    'step_up_required',
    [
      403,
      'permission_error',
      'step_up_required',
      'This needs a verified customer. Have a code sent with POST /api/cards/passcode, check it with ' +
        'POST /api/cards/passcode/check, and send this request again with the same conversation_id.',
    ],
  ],
  [
    'last_four_required',
    [
      403,
      'permission_error',
      'last_four_required',
      "This needs the last four digits of one of the customer's cards in use. Send this request again with last_four.",
    ],
  ],
  [
    'caller_unknown',
    [
      403,
      'permission_error',
      'caller_unknown',
      'This needs to know the customer. Send this request with phone_number.',
    ],
  ],
  [
    'card_change_unknown',
    [
      503,
      'service_unavailable_error',
      'outcome_unknown',
      `The change may have been made or not. Send the same request with the same '${KEY}' again: it is not made twice.`,
    ],
  ],
  [
    'card_change_lapsed',
    [
      503,
      'service_unavailable_error',
      'server_is_overloaded',
      `The request was held up for too long, and nothing was changed. Send it again with the same '${KEY}'.`,
    ],
  ],
];

/** The codes among them that blame one parameter. */
export const CARD_API_PARAMS: readonly (readonly [string, string])[] = [
  ['idempotency_key_missing', KEY],
  ['idempotency_key_invalid', KEY],
  ['idempotency_key_reused', KEY],
  ['step_up_required', 'conversation_id'],
  ['last_four_required', 'last_four'],
  ['caller_unknown', 'phone_number'],
];
