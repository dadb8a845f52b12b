import { type RequestScope } from '../../common/http/request-scope.decorator';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type ReplyOptions } from '../openai.formatter';

/** How the caller wants the reply; only a literal `true` switches something on. */
export function toReplyOptions(body: CreateChatCompletionDto, { requestId, signal }: RequestScope): ReplyOptions {
  const includeUsage = body.stream_options?.include_usage === true;
  return { stream: body.stream === true, includeUsage, requestId, signal };
}
