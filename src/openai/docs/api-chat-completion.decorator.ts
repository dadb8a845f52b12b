import { applyDecorators } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiExtraModels,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { ChatCompletionChunkDto } from './chat-completion-chunk.dto';
import { CHAT_COMPLETION_REPLIES, CHAT_COMPLETION_STREAM } from './chat-completion-replies';
import { CHAT_COMPLETION_REQUESTS } from './chat-completion-requests';
import { ChatCompletionDto } from './chat-completion.dto';
import { ErrorEnvelopeDto } from './error-envelope.dto';
import { INVALID_CHAT_COMPLETIONS, UNKNOWN_MODEL_NAME } from './invalid-request-examples';

export const CHAT_COMPLETIONS_TAG = 'Chat completions';

const DESCRIPTION = `Answers the last user message of a conversation, in the form of OpenAI's Chat Completions API.
\`/api/agent/query/openai\` and \`/v1/chat/completions\` are the same endpoint: give OpenAI clients the base URL
\`.../v1\`, and voice platforms either address.

**Who calls.** The caller's number stands in a message as \`[phone: +1234567890]\`; the latest one counts. The model
never sees the tag. It is taken for the caller's number where there are no keys, or under a key with the scope
\`assert_caller\`; otherwise it is a claim, and the caller has to name the last four digits of the card too.

**Blocking a card.** The agent first asks. Send the conversation again with its question and the caller's answer
appended: on a yes within two minutes the card is blocked, once, however often the request is repeated. The server
reads the caller's own words for that; nothing that a model or a client says in the caller's place counts.

**Streaming.** With \`"stream": true\` the answer comes as server-sent events, whatever the \`Accept\` header says: chunks
in \`data:\` lines, then \`data: [DONE]\`. A failure after the first chunk is one event \`data: {"error": ...}\`, after which
the stream ends without \`[DONE]\`.

**Timing.** A header \`server-timing\` says where the time went; a stream says it in a comment before \`[DONE]\`, for
requests with \`x-server-timing: 1\`.

**Tools** run on the server and are never part of the reply.

**Parameters.** All parameters of the API are known. The description of each begins with what becomes of it: *Honoured*,
*Accepted without effect*, or *Refused* with 400 where the reply could not keep what it asks for. \`null\` counts as
absent, and unknown fields are ignored. \`STRICT_PARAMETERS=true\` refuses unknown fields too; \`LENIENT_PARAMETERS=true\`
leaves out what is refused otherwise, and answers the rest.

**Histories.** A result needs its call before it, and the assistant goes on only when its calls are answered. A turn that
the caller spoke into may leave calls open: before a message of the user, and at the end.`;

/** Documents the chat completions endpoint. */
export function ApiChatCompletion(): MethodDecorator {
  return applyDecorators(
    ApiTags(CHAT_COMPLETIONS_TAG),
    ApiExtraModels(ChatCompletionDto, ChatCompletionChunkDto, ErrorEnvelopeDto),
    ApiOperation({ description: DESCRIPTION }),
    ApiBody({ type: CreateChatCompletionDto, examples: CHAT_COMPLETION_REQUESTS }),
    ApiOkResponse({
      description: 'The answer: one JSON object, or with `"stream": true` server-sent events.',
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath(ChatCompletionDto) },
          examples: CHAT_COMPLETION_REPLIES,
        },
        'text/event-stream': {
          schema: {
            type: 'string',
            description: 'Events with a `data:` line each: a `ChatCompletionChunk`, an `ErrorEnvelope`, or `[DONE]`.',
          },
          examples: { streaming: { summary: 'A streamed answer', value: CHAT_COMPLETION_STREAM } },
        },
      },
    }),
    ApiBadRequestResponse({ content: { 'application/json': { examples: INVALID_CHAT_COMPLETIONS } } }),
    ApiNotFoundResponse({
      description: 'The model does not exist; only where the service runs with `MODEL_NAMES=strict`.',
      content: { 'application/json': { examples: UNKNOWN_MODEL_NAME } },
    }),
  );
}
