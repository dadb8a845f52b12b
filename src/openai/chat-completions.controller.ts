import { Body, Controller, HttpCode, Post, type StreamableFile, UseInterceptors } from '@nestjs/common';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import { RequireScope } from '../access/require-scope.decorator';
import { startsSpeaking } from '../agent/agent-event';
import { EventStreamInterceptor } from '../common/http/event-stream';
import { primeUntil } from '../common/http/prime';
import { ReplyHeader, type SetReplyHeader } from '../common/http/reply-header.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { LimitTurns } from '../rate-limit/limited.decorator';
import { answerCall } from '../vapi/answer-call';
import { Calling } from '../vapi/calling.decorator';
import { CallTurns } from '../vapi/turns/call-turns';
import { type VapiCall } from '../vapi/vapi-call';
import { ParameterRulesPipe } from './checks/parameter-rules.pipe';
import { UnknownArgumentsInterceptor } from './checks/unknown-arguments.interceptor';
import { ApiChatCompletion } from './docs/api-chat-completion.decorator';
import { CreateChatCompletionDto } from './dto/create-chat-completion.dto';
import { CHAT_COMPLETIONS_PATHS } from './endpoint-paths';
import { assertFitsContext } from './mappers/assert-fits-context';
import { toAgentTurn } from './mappers/to-agent-turn';
import { toReplyOptions } from './mappers/to-reply-options';
import { NamesNobody } from './checks/names-nobody.decorator';
import { ModelDirectory } from './model-directory';
import { OpenAiFormatter } from './openai.formatter';
import { tellCacheUse } from './tell-cache-use';

@Controller()
@RequireScope('chat')
@LimitTurns()
export class ChatCompletionsController {
  constructor(
    private readonly turns: CallTurns,
    private readonly directory: ModelDirectory,
    private readonly formatter: OpenAiFormatter,
  ) {}

  @Post(CHAT_COMPLETIONS_PATHS)
  @HttpCode(200)
  @ApiChatCompletion()
  @UseInterceptors(EventStreamInterceptor, UnknownArgumentsInterceptor)
  async create(
    @Body(ParameterRulesPipe) body: CreateChatCompletionDto,
    @Scope() scope: RequestScope,
    @Calling() call: VapiCall | undefined,
    @NamesNobody() namesNobody: boolean,
    @ReplyHeader() setHeader: SetReplyHeader,
  ): Promise<ChatCompletion | StreamableFile> {
    this.directory.assertServed(body.model);
    assertFitsContext(body.messages);
    const answer = tellCacheUse(this.turns.answer(toAgentTurn(body, { ...scope, namesNobody }, call), call), setHeader);
    const events = await primeUntil(answerCall(answer, { call, hangUp: scope.signal }), startsSpeaking);
    return this.formatter.toReply(events, toReplyOptions(body, scope, call));
  }
}
