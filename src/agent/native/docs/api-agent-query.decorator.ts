import { applyDecorators } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { AgentQueryDto } from '../agent-query.dto';
import { AgentReplyDto } from '../agent-reply.dto';
import { AGENT_QUERY_REPLIES, AGENT_QUERY_STREAM } from './agent-query-replies';
import { AGENT_QUERY_REQUESTS } from './agent-query-requests';
import { AgentActionEventDto, AgentStreamErrorDto, AgentTextDeltaDto, AgentTurnEndDto } from './agent-stream-event.dto';

export const AGENT_TAG = 'Agent';

const DESCRIPTION = `The native form, for services of the bank's own: one query at a time. The server keeps the
conversation under its \`conversation_id\`, so nothing is sent twice, and the reply tells what the tools did.

The caller's number is given as \`phone_number\`, once per conversation; under a key without the scope
\`assert_caller\` it is a claim. Conversations belong to the tenant of the key. A card is blocked as on the OpenAI-compatible
endpoint: the agent asks, and a later query with a yes within two minutes blocks it.

With \`"stream": true\` the answer comes as server-sent events: \`action\` and \`text_delta\` as they happen, then \`turn_end\`
with the whole reply, then \`[DONE]\`.`;

const STREAM_EVENTS = [AgentTextDeltaDto, AgentActionEventDto, AgentTurnEndDto, AgentStreamErrorDto];

const INVALID_QUERIES = {
  emptyQuery: {
    summary: 'An empty query',
    value: toInvalid({
      message:
        "Invalid 'query': string too short. Expected a string with minimum length 1, but got a string with length 0 " +
        'instead.',
      param: 'query',
      code: 'string_below_min_length',
    }),
  },
  noTelephoneNumber: {
    summary: 'A number that is no number',
    value: toInvalid({
      message: "Invalid 'phone_number': expected a telephone number such as +1234567890.",
      param: 'phone_number',
      code: 'invalid_value',
    }),
  },
};

/** Documents the native endpoint. */
export function ApiAgentQuery(): MethodDecorator {
  return applyDecorators(
    ApiTags(AGENT_TAG),
    ApiExtraModels(AgentReplyDto, ...STREAM_EVENTS),
    ApiOperation({
      operationId: 'queryAgent',
      summary: 'Ask the agent, one query at a time',
      description: DESCRIPTION,
    }),
    ApiBody({ type: AgentQueryDto, examples: AGENT_QUERY_REQUESTS }),
    ApiOkResponse({
      description: 'The answer: one JSON object, or with `"stream": true` server-sent events.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(AgentReplyDto) }, examples: AGENT_QUERY_REPLIES },
        'text/event-stream': {
          schema: {
            type: 'string',
            description:
              'Events with a `data:` line each: an `AgentActionEvent`, an `AgentTextDelta`, the `AgentTurnEnd`, an ' +
              '`AgentStreamError`, or `[DONE]`.',
          },
          examples: { streaming: { summary: 'A streamed answer', value: AGENT_QUERY_STREAM } },
        },
      },
    }),
    ApiBadRequestResponse({ content: { 'application/json': { examples: INVALID_QUERIES } } }),
  );
}

function toInvalid(error: { readonly message: string; readonly param: string; readonly code: string }): object {
  return { error: { ...error, type: 'invalid_request_error' } };
}
