import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type JsonObject } from '../../common/json';

const TOKENS = { type: 'integer', minimum: 0 } as const;

/** What one tool of the server did. */
@ApiSchema({ name: 'AgentAction' })
export class AgentActionDto {
  @ApiProperty({ example: 'block_card' })
  readonly tool!: string;

  /** What came of it, for example `proposed`, `done`, `denied` or `ok`. */
  @ApiProperty({ example: 'proposed' })
  readonly status!: string;

  /** The tool's own facts; a card is known by its network and its last four digits only. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { card: { network: 'American Express', last_four: '1006', state: 'active' } },
  })
  readonly result!: JsonObject;
}

/** The tokens of all model calls of the turn; an estimate where a model reports none, as the embedded demo model does. */
@ApiSchema({ name: 'AgentUsage' })
export class AgentUsageDto {
  @ApiProperty(TOKENS)
  readonly prompt_tokens!: number;

  @ApiProperty(TOKENS)
  readonly completion_tokens!: number;

  @ApiProperty(TOKENS)
  readonly total_tokens!: number;
}

/** The answer to one query. */
@ApiSchema({ name: 'AgentReply' })
export class AgentReplyDto {
  /** What to say to the caller: plain sentences, without markup. */
  readonly answer!: string;

  /** Send it with the next query to go on with this conversation. */
  readonly conversation_id!: string;

  /** The model that answered, or `tellerline-policy-1` where the server itself acted on a yes or no. */
  @ApiProperty({ example: 'embedded-dialog-1' })
  readonly model!: string;

  /** What the server's tools did in this turn, in their order. */
  readonly actions!: AgentActionDto[];
  readonly usage!: AgentUsageDto;
}
