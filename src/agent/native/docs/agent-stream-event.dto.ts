import { ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { AgentActionDto, AgentReplyDto } from '../agent-reply.dto';

/** The next piece of the answer. */
@ApiSchema({ name: 'AgentTextDelta' })
export class AgentTextDeltaDto {
  @ApiProperty({ enum: ['text_delta'] })
  readonly type!: 'text_delta';

  readonly text!: string;
}

/** What a tool of the server has just done. */
@ApiSchema({ name: 'AgentActionEvent' })
export class AgentActionEventDto extends AgentActionDto {
  @ApiProperty({ enum: ['action'] })
  readonly type!: 'action';
}

/** The whole reply once more, before `[DONE]`. */
@ApiSchema({ name: 'AgentTurnEnd' })
export class AgentTurnEndDto extends AgentReplyDto {
  @ApiProperty({ enum: ['turn_end'] })
  readonly type!: 'turn_end';
}

/** The answer broke off: the stream ends without `turn_end` and `[DONE]`. */
@ApiSchema({ name: 'AgentStreamError' })
export class AgentStreamErrorDto {
  @ApiProperty({ enum: ['error'] })
  readonly type!: 'error';

  /** In the form of all errors of the service. */
  @ApiProperty({ oneOf: [{ $ref: getSchemaPath('ErrorDetails') }] })
  readonly error!: object;
}
