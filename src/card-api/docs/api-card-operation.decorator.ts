import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiExtraModels,
  ApiForbiddenResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { CARD_EXAMPLES } from './card-examples';
import { CARD_OPERATIONS } from './card-operations';

export const CARDS_TAG = 'Cards';

interface CardEndpoint {
  readonly body: Type;
  readonly reply: Type;
  /** Whether the default policy wants more than a number that the service vouches for. */
  readonly needsVerified?: boolean;
}

const MISSING_NUMBER = {
  message: "Missing required parameter: 'phone_number'.",
  type: 'invalid_request_error',
  param: 'phone_number',
  code: 'missing_required_parameter',
};

const STEP_UP = {
  message:
    'This needs a verified customer. Have a code sent with POST /api/cards/passcode, check it with ' +
    'POST /api/cards/passcode/check, and send this request again with the same conversation_id.',
  type: 'permission_error',
  param: 'conversation_id',
  code: 'step_up_required',
};

/** Documents an endpoint that changes no card. */
export function ApiCardOperation(
  name: keyof typeof CARD_OPERATIONS,
  { body, reply, needsVerified = false }: CardEndpoint,
): MethodDecorator {
  const { request: value, reply: answer } = CARD_EXAMPLES[name];
  return applyDecorators(
    ApiTags(CARDS_TAG),
    ApiExtraModels(reply),
    ApiOperation(CARD_OPERATIONS[name]),
    ApiBody({ type: body, examples: { demo: { summary: CARD_OPERATIONS[name].summary, value } } }),
    ApiOkResponse({
      description: 'What came of it; read `status` first.',
      content: { 'application/json': { schema: { $ref: getSchemaPath(reply) }, example: answer } },
    }),
    ApiBadRequestResponse(toErrorExample('missingNumber', 'No number', MISSING_NUMBER)),
    ...(needsVerified
      ? [
          ApiForbiddenResponse({
            description: 'The key lacks the scope, or the policy wants a verified customer. Nothing was changed.',
            ...toErrorExample('stepUpRequired', 'The customer is not verified', STEP_UP),
          }),
        ]
      : []),
  );
}

/** Documents an endpoint that changes something, and therefore needs an `Idempotency-Key`. */
export function ApiCardChange(name: keyof typeof CARD_OPERATIONS, endpoint: CardEndpoint): MethodDecorator {
  return applyDecorators(
    ApiCardOperation(name, endpoint),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'A name of your own for this request: 1 to 255 visible ASCII characters. Sent again with the same body it gets ' +
        'the same answer for 24 hours, and nothing is done twice. Send a new one with each new request.',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$', example: 'demo-1' },
    }),
  );
}

function toErrorExample(name: string, summary: string, error: object): object {
  return { content: { 'application/json': { examples: { [name]: { summary, value: { error } } } } } };
}
