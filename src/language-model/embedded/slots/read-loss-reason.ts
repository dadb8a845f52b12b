const THEFT_WORD = /\b(?:stolen|stole|steal|robbed|mugged|thief|thieves|theft|pickpocket\w*)\b/i;
const LOSS_WORD = /\b(?:lost|loss)\b/i;

/** Why a card is reported; theft is never assumed. */
export function readLossReason(text: string): 'lost' | 'stolen' | undefined {
  if (THEFT_WORD.test(text)) return 'stolen';
  return LOSS_WORD.test(text) ? 'lost' : undefined;
}
