import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsString, Matches } from 'class-validator';
import { IsTelephoneNumber } from '../../common/validation/is-telephone-number';
import { expecting } from '../../common/validation/rule-message';
import { CONVERSATION_ID, CONVERSATION_ID_MEANING } from './card-customer.dto';

const PASSCODE = /^[0-9]{6}$/;

/** Whom to send a code, and what it is for. */
@ApiSchema({ name: 'PasscodeRequest' })
export class PasscodeDto {
  /** The customer's number on file; the code goes there and nowhere else. */
  @ApiProperty({ example: '+15550100007' })
  @IsDefined()
  @IsString()
  @IsTelephoneNumber()
  readonly phone_number!: string;

  /** A name of your own for the dealings with this customer. The customer is verified under it alone. */
  @ApiProperty({ pattern: CONVERSATION_ID.source, example: 'branch-desk-1' })
  @IsDefined()
  @IsString()
  @Matches(CONVERSATION_ID, expecting(CONVERSATION_ID_MEANING))
  readonly conversation_id!: string;
}

/** The code that the customer read out. */
@ApiSchema({ name: 'PasscodeCheck' })
export class PasscodeCheckDto extends PasscodeDto {
  @ApiProperty({ pattern: PASSCODE.source, example: '123456' })
  @IsDefined()
  @IsString()
  @Matches(PASSCODE, expecting('six digits'))
  readonly code!: string;
}

/** What came of a request for a code, or of its check. */
@ApiSchema({ name: 'PasscodeReply' })
export class PasscodeReplyDto {
  /** `sent`, `resend_limited` or `locked`; of a check `verified`, `wrong`, `expired`, `none` or `locked`. */
  @ApiProperty({ example: 'sent' })
  readonly status!: string;

  /** Where the code went. */
  @ApiPropertyOptional({ example: '*********07' })
  readonly masked_number?: string;

  /** Until then the code can be checked. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-24T10:05:00.000Z' })
  readonly expires_at?: string;

  /** From then on a code can be sent. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-24T10:00:20.000Z' })
  readonly retry_at?: string;

  /** Until then no code of this number is sent or looked at. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-24T10:30:00.000Z' })
  readonly locked_until?: string;

  /** Wrong codes that are left before the number is locked. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 4, example: 4 })
  readonly tries_left?: number;
}
