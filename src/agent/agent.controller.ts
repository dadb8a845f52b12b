import { Body, Controller, HttpCode, Post, type StreamableFile, UseInterceptors } from '@nestjs/common';
import { RequireScope } from '../access/require-scope.decorator';
import { EventStreamInterceptor } from '../common/http/event-stream';
import { primeUntil } from '../common/http/prime';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { LimitTurns } from '../rate-limit/limited.decorator';
import { startsSpeaking } from './agent-event';
import { AgentQueryDto } from './native/agent-query.dto';
import { type AgentReplyDto } from './native/agent-reply.dto';
import { AgentReplyFormatter } from './native/agent-reply.formatter';
import { ApiAgentQuery } from './native/docs/api-agent-query.decorator';
import { NativeConversation } from './native/native-conversation';

@Controller('api/agent/query')
@RequireScope('chat')
@LimitTurns()
export class AgentController {
  constructor(
    private readonly conversation: NativeConversation,
    private readonly formatter: AgentReplyFormatter,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiAgentQuery()
  @UseInterceptors(EventStreamInterceptor)
  async query(@Body() body: AgentQueryDto, @Scope() scope: RequestScope): Promise<AgentReplyDto | StreamableFile> {
    const { conversationId, events } = this.conversation.begin(body, scope);
    const primed = await primeUntil(events, startsSpeaking);
    return this.formatter.toReply(primed, {
      conversationId,
      stream: body.stream === true,
      signal: scope.signal,
    });
  }
}
