import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsDefined, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IsTelephoneNumber } from '../../common/validation/is-telephone-number';
import { expecting, LIMIT } from '../../common/validation/rule-message';

const MAX_QUERY_LENGTH = 10_000;

/** One thing that a caller says. `null` means absent, and fields that are not listed here are ignored. */
@ApiSchema({ name: 'AgentQuery' })
export class AgentQueryDto {
  /** What the caller says. */
  @ApiProperty({ example: 'What loan options are available?', minLength: 1, maxLength: MAX_QUERY_LENGTH })
  @IsDefined()
  @IsString()
  @MinLength(1, LIMIT)
  @MaxLength(MAX_QUERY_LENGTH, LIMIT)
  readonly query!: string;

  /** The caller's number as the telephone network gave it. Kept for the rest of the conversation. */
  @ApiPropertyOptional({ type: String, nullable: true, example: '+1234567890' })
  @IsOptional()
  @IsString()
  @IsTelephoneNumber()
  readonly phone_number?: string | null;

  /** Continues a conversation: the id of an earlier reply, or one of your own choice, such as your call id. */
  @ApiPropertyOptional({ type: String, nullable: true, pattern: '^[A-Za-z0-9_.:-]{1,128}$', example: 'demo-call-1' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_.:-]{1,128}$/, expecting('1 to 128 letters, digits, underscores, dots, colons or hyphens'))
  readonly conversation_id?: string | null;

  /** Sends the answer as server-sent events. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false })
  @IsOptional()
  @IsBoolean()
  readonly stream?: boolean | null;
}
