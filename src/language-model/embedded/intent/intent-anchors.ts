import { type Intent } from '../data/utterances';

/** A card is only ever touched or listed for a caller who speaks of one: a lost dog or a stolen bicycle is none. */
const CARD_WORD = /\b(?:cards?|visa|master ?card|amex|american express|wallet|purse|handbag)\b/i;
const LOSS_WORD = /\b(?:lost|stolen|stole|missing)\b/i;
const STOP_WORD = /\b(?:block|freeze|lock|suspend|deactivate|lost|stolen|stole|missing)\b/i;
const STOP_REFUSED =
  /\b(?:un(?:block|freeze|lock)\w*|reactivate\w*|(?:do not|don.?t|never)(?: want)?(?: you)?(?: to)? (?:block|freeze|lock|stop|suspend|cancel))\b/i;
const STATE_QUESTION = /^\W*(?:is|are|was|were|has|have|did)\b.*\b(?:blocked|frozen|locked|active)\b/i;
/** A bare amount is an answer at most, never a request. */
const PRICE_WORD =
  /\b(?:loans?|mortgages?|borrow\w*|pay\w*|repay\w*|install?ments?|month\w*|costs?|quotes?|calculat\w*|interest|price|numbers|expensive)\b/i;

const LOAN_WORD = /\b(?:loans?|mortgages?|borrow\w*|repay\w*|lend\w*|apr)\b/i;

/** Whether a text speaks of lending at all. */
export function speaksOfLoans(text: string): boolean {
  return LOAN_WORD.test(text);
}

/**
 * Whether a text can mean an intent at all, however much it resembles the intent's examples.
 *
 * @param isAboutCards whether cards are being spoken of already, so that "block it" needs no "card".
 */
export function canMean(intent: Intent, text: string, isAboutCards: boolean): boolean {
  const speaksOfCard = isAboutCards || CARD_WORD.test(text);
  if (intent === 'help') return !CARD_WORD.test(text) && !speaksOfLoans(text);
  if (intent === 'quote_loan') return PRICE_WORD.test(text);
  if (intent === 'block_card') return speaksOfCard && !STOP_REFUSED.test(text) && !STATE_QUESTION.test(text);
  return intent !== 'list_cards' || (speaksOfCard && !LOSS_WORD.test(text) && !STOP_REFUSED.test(text));
}

/** A long story resembles no example, but a card and its loss in one breath are clear enough to ask about. */
export function tellsOfCardLoss(text: string): boolean {
  return CARD_WORD.test(text) && STOP_WORD.test(text) && canMean('block_card', text, false);
}
