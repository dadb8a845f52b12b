import { type ChangeOperation } from '../common/operation';
import { type WantedChange } from './card-change.service';
import { type DisputedTransactionDto } from './dto/card-change.dto';
import { type CardSelectionDto } from './dto/card-customer.dto';
import { toCardSelection } from './to-card-selection';

export function toWantedChange(operation: ChangeOperation, selection: CardSelectionDto): WantedChange {
  return { operation, ...toCardSelection(selection) };
}

export function toWantedDispute({ merchant, amount_cents, ...selection }: DisputedTransactionDto): WantedChange {
  const transaction = { merchant: merchant ?? undefined, amountCents: amount_cents ?? undefined };
  return { ...toWantedChange('dispute_transaction', selection), transaction };
}
