import { type TransactionUnclear } from './credit-card.outcomes';
import { type CardTransaction, type TransactionDescription } from './credit-card.types';

export type TransactionChoice =
  { readonly status: 'chosen'; readonly transaction: CardTransaction } | TransactionUnclear;

/** Finds the one transaction that a caller can mean, by the merchant's name, the amount, or both. Nothing is guessed. */
export function chooseTransaction(
  transactions: readonly CardTransaction[],
  { merchant, amountCents }: TransactionDescription,
): TransactionChoice {
  const words = merchant === undefined ? [] : toWords(merchant);
  const candidates = transactions.filter(
    (transaction) =>
      (amountCents === undefined || transaction.amount.amountCents === amountCents) &&
      words.every((word) => toWords(transaction.merchant).includes(word)),
  );
  const [transaction] = candidates;
  if (transaction === undefined) return { status: 'no_such_transaction', transactions };
  if (candidates.length === 1 && (words.length > 0 || amountCents !== undefined)) {
    return { status: 'chosen', transaction };
  }
  return { status: 'transaction_choice_needed', transactions: candidates };
}

function toWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
