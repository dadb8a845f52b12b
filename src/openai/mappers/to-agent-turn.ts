import { type AgentTurn, type JsonFormat } from '../../agent/agent-turn';
import { toTurnRights } from '../../agent/to-turn-rights';
import { type JsonObject } from '../../common/json';
import { type RequestScope } from '../../common/http/request-scope.decorator';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { toCallTurn } from '../../vapi/to-call-turn';
import { type VapiCall } from '../../vapi/vapi-call';
import { nameEndUser } from './name-end-user';
import { toClientTools } from './to-client-tools';
import { toTurnMessage } from './to-turn-message';

/** One for all, so that its check is compiled once. */
const ANY_OBJECT: JsonObject = { type: 'object' };

type ChatScope = RequestScope & Pick<AgentTurn, 'namesNobody'>;

/** Maps a validated request to the agent's terms. `null` means absent. */
export function toAgentTurn(
  body: CreateChatCompletionDto,
  { access, ...request }: ChatScope,
  call?: VapiCall,
): AgentTurn {
  const clientTools = toClientTools(body);
  const endUser = nameEndUser(body, access);
  const jsonFormat = toJsonFormat(body.response_format);
  return {
    messages: body.messages.map(toTurnMessage),
    sampling: toSampling(body),
    ...(clientTools === undefined ? {} : { clientTools }),
    ...(jsonFormat === undefined ? {} : { jsonFormat }),
    ...toTurnRights(access),
    ...(endUser === undefined ? {} : { endUser }),
    ...request,
    ...(call === undefined ? {} : toCallTurn(call, access)),
  };
}

function toSampling(body: CreateChatCompletionDto): AgentTurn['sampling'] {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined;
  const temperature = body.temperature ?? undefined;
  const topP = body.top_p ?? undefined;
  const stop = body.stop ?? undefined;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(stop === undefined ? {} : { stopSequences: typeof stop === 'string' ? [stop] : stop }),
  };
}

function toJsonFormat(format: CreateChatCompletionDto['response_format']): JsonFormat | undefined {
  if (format === undefined || format === null || format.type === 'text') return undefined;
  if (format.type === 'json_object') return { schema: ANY_OBJECT };
  const { schema, description } = format.json_schema;
  return { schema: schema ?? ANY_OBJECT, purpose: description ?? undefined };
}
