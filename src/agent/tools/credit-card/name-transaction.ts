import { type JsonObject } from '../../../common/json';
import { type CardTransaction } from '../../../credit-card/credit-card.types';
import { formatMoney } from '../format-money';

const LONGEST_MERCHANT = 40;
const SPOKEN_DATE = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });

/** `$42.10 at Acme Shoes on November 20`. */
export function nameTransaction({ amount, merchant, postedAt }: CardTransaction): string {
  const { amountCents } = amount;
  const kind = amountCents < 0 ? 'a refund of ' : '';
  return `${kind}${formatMoney(Math.abs(amountCents))} at ${cleanMerchant(merchant)} on ${speakDate(postedAt)}`;
}

export function toPublicTransaction(transaction: CardTransaction): JsonObject {
  return {
    merchant: cleanMerchant(transaction.merchant),
    amount: formatMoney(transaction.amount.amountCents),
    posted_on: transaction.postedAt.toISOString().slice(0, 'YYYY-MM-DD'.length),
  };
}

export function speakDate(date: Date): string {
  return SPOKEN_DATE.format(date);
}

/** Whoever charges a card chooses this text: only what a shop's name needs is kept of it. */
function cleanMerchant(merchant: string): string {
  const cleaned = merchant.replace(/[^\p{L}\p{N}&' -]+/gu, ' ').replace(/\s+/g, ' ');
  return cleaned.slice(0, LONGEST_MERCHANT).trim() || 'an unnamed merchant';
}
