import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { type DoneOutcome } from '../../credit-card/credit-card.outcomes';
import { CARD_NETWORKS, CARD_STATES, REPLACEMENT_REASONS } from '../../credit-card/credit-card.types';
import { type ToldOutcome } from '../told-outcome';

const STATUSES = [
  'listed',
  'found',
  'done',
  'already_done',
  'already_ordered',
  'already_disputed',
  'none_ordered',
  'choice_needed',
  'no_such_card',
  'not_applicable',
  'transaction_choice_needed',
  'no_such_transaction',
] as const satisfies readonly ToldOutcome['status'][];

const DELIVERIES = ['delivered', 'pending', 'refused'] as const satisfies readonly DoneOutcome['delivery'][];

const REPLACEMENT_STATES = ['ordered', 'shipped', 'delivered'] as const;

/** All that is known of a card's number is its end. */
@ApiSchema({ name: 'Card' })
export class CardDto {
  @ApiProperty({ type: String, enum: CARD_NETWORKS, example: 'Visa' })
  readonly network!: string;

  @ApiProperty({ example: '2468' })
  readonly last_four!: string;

  /** `inactive` is new and not activated yet, `blocked` is stopped until it is unblocked, `cancelled` is for good. */
  @ApiProperty({ type: String, enum: CARD_STATES, example: 'active' })
  readonly state!: string;
}

@ApiSchema({ name: 'Money' })
export class MoneyDto {
  /** In the smallest unit of the currency. */
  @ApiProperty({ type: 'integer', example: 31_245 })
  readonly amount_cents!: number;

  /** ISO 4217. */
  @ApiProperty({ example: 'USD' })
  readonly currency!: string;
}

@ApiSchema({ name: 'CardTransaction' })
export class CardTransactionDto {
  /** As the merchant wrote it. */
  @ApiProperty({ example: 'Harbour Hotel' })
  readonly merchant!: string;

  /** Negative for a refund. */
  readonly amount!: MoneyDto;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' })
  readonly posted_at!: string;
}

@ApiSchema({ name: 'CardReplacement' })
export class ReplacementDto {
  @ApiProperty({ type: String, enum: REPLACEMENT_REASONS, example: 'stolen' })
  readonly reason!: string;

  @ApiProperty({ type: String, enum: REPLACEMENT_STATES, example: 'ordered' })
  readonly state!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-24T10:00:00.000Z' })
  readonly ordered_at!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-01T10:00:00.000Z' })
  readonly expected_by!: string;
}

/** What came of a request about a card. `status` comes first; the rest is there where it belongs to it. */
@ApiSchema({ name: 'CardReply' })
export class CardReplyDto {
  @ApiProperty({ type: String, enum: STATUSES, example: 'done' })
  readonly status!: (typeof STATUSES)[number];

  /** Names what was done; with `done` only. */
  @ApiPropertyOptional({ example: '01a207bd-ed0f-734a-bd44-83a6f0000000' })
  readonly action_id?: string;

  readonly card?: CardDto;

  /** All of the customer's cards, those that would fit, or those that are as wanted already. */
  readonly cards?: CardDto[];

  /** What is owed; negative when the bank owes the customer. */
  readonly balance?: MoneyDto;

  readonly limit?: MoneyDto;

  /** Newest first. */
  readonly transactions?: CardTransactionDto[];

  readonly replacement?: ReplacementDto;

  /** What the customer may quote. */
  @ApiPropertyOptional({ example: 'D-48213790' })
  readonly dispute_reference?: string;

  /**
   * What the bank's card system had made of it when it was answered: `pending` when it will be told yet, `refused` when
   * a person has to see to it. With `done` only.
   */
  @ApiPropertyOptional({ type: String, enum: DELIVERIES, example: 'delivered' })
  readonly delivery?: string;
}
