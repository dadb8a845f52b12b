import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { IsTelephoneNumber } from '../../common/validation/is-telephone-number';
import { expecting } from '../../common/validation/rule-message';
import { CARD_NETWORKS, type CardNetwork } from '../../credit-card/credit-card.types';

export const CONVERSATION_ID = /^[A-Za-z0-9_.:-]{1,128}$/;
export const CONVERSATION_ID_MEANING = '1 to 128 letters, digits, underscores, dots, colons or hyphens';
const LAST_FOUR = /^[0-9]{4}$/;

/** The customer on whose behalf the request is made. `null` means absent, and fields that are not listed are ignored. */
@ApiSchema({ name: 'CardCustomer' })
export class CardCustomerDto {
  /** The customer's number on file. The service behind the key vouches for it. */
  @ApiProperty({ example: '+15550100007' })
  @IsDefined()
  @IsString()
  @IsTelephoneNumber()
  readonly phone_number!: string;

  /** A name of your own for the dealings with this customer. A passcode that was checked under it counts here too. */
  @ApiPropertyOptional({ type: String, nullable: true, pattern: CONVERSATION_ID.source, example: 'branch-desk-1' })
  @IsOptional()
  @IsString()
  @Matches(CONVERSATION_ID, expecting(CONVERSATION_ID_MEANING))
  readonly conversation_id?: string | null;
}

/** One card of the customer. Whatever may be left out narrows the choice; when several cards fit, none is taken. */
@ApiSchema({ name: 'CardSelection' })
export class CardSelectionDto extends CardCustomerDto {
  /** The last four digits of the card. */
  @ApiPropertyOptional({ type: String, nullable: true, pattern: LAST_FOUR.source, example: '2468' })
  @IsOptional()
  @IsString()
  @Matches(LAST_FOUR, expecting('four digits'))
  readonly last_four?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, enum: CARD_NETWORKS, example: 'Visa' })
  @IsOptional()
  @IsIn(CARD_NETWORKS)
  readonly network?: CardNetwork | null;
}
