import { type RequestScope } from '../../common/http/request-scope.decorator';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { toCallForm } from './call-form';
import { type VapiCall } from '../../vapi/vapi-call';
import { type ReplyOptions } from '../openai.formatter';

/** How the caller wants the reply; only a literal `true` switches something on, but for a call, which is streamed to. */
export function toReplyOptions(
  body: CreateChatCompletionDto,
  { requestId, signal }: RequestScope,
  call?: VapiCall,
): ReplyOptions {
  const includeUsage = body.stream_options?.include_usage === true;
  const metadata = toMetadata(body.metadata);
  return {
    stream: body.stream ?? call !== undefined,
    includeUsage,
    callForm: toCallForm(body),
    requestId,
    signal,
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Only texts are OpenAI's metadata; voice platforms send counters too, which are not echoed. */
function toMetadata(metadata: CreateChatCompletionDto['metadata']): Record<string, string> | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const texts = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
