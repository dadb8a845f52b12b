import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { LIMIT } from '../../common/validation/rule-message';
import { CardSelectionDto } from './card-customer.dto';

const LOSS_REASONS = ['lost', 'stolen'] as const;
const LONGEST_MERCHANT = 80;
const HIGHEST_AMOUNT_CENTS = 100_000_000;

/** A card that is gone. */
@ApiSchema({ name: 'LostCard' })
export class LostCardDto extends CardSelectionDto {
  @ApiProperty({ type: String, enum: LOSS_REASONS, example: 'stolen' })
  @IsDefined()
  @IsIn(LOSS_REASONS)
  readonly reason!: (typeof LOSS_REASONS)[number];
}

/** A charge that the customer does not accept, named by its merchant, its amount, or both. */
@ApiSchema({ name: 'DisputedTransaction' })
export class DisputedTransactionDto extends CardSelectionDto {
  /** A word or more of the merchant's name. */
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: LONGEST_MERCHANT,
    example: 'Harbour Hotel',
  })
  @IsOptional()
  @IsString()
  @MinLength(1, LIMIT)
  @MaxLength(LONGEST_MERCHANT, LIMIT)
  readonly merchant?: string | null;

  /** In the smallest unit of the card's currency. */
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: HIGHEST_AMOUNT_CENTS,
    example: 98_000,
  })
  @IsOptional()
  @IsInt()
  @Min(1, LIMIT)
  @Max(HIGHEST_AMOUNT_CENTS, LIMIT)
  readonly amount_cents?: number | null;
}
