import { type Intent } from '../data/utterances';
import { readLossReason } from '../slots/read-loss-reason';

/** What is being spoken of already, so that less need be said: "block it", "send it again". */
export interface TalkContext {
  readonly isAboutCards: boolean;
  /** Whether the assistant has just asked for a passcode. */
  readonly awaitsCode: boolean;
}

export const NO_CONTEXT: TalkContext = { isAboutCards: false, awaitsCode: false };

/** A card is only ever touched or listed for a caller who speaks of one: a lost dog or a stolen bicycle is none. */
export const CARD_WORD = /\b(?:cards?|visa|master ?card|amex|american express|wallet|purse|handbag)\b/i;
const LOSS_WORD = /\b(?:lost|loss|stolen|stole|missing)\b/i;
/** "I think I lost it", "it is not lost any more": not said plainly. */
const UNSURE_LOSS =
  /\b(?:think|believe|guess|suppose|maybe|perhaps|probably|possibly|might|may have|must have|not sure|(?:not|never|isn.?t|wasn.?t)(?: been)? (?:lost|stolen))\b/i;
/** While cards are spoken of a lost phone is still no card. */
const LOST_THING = new RegExp(`${CARD_WORD.source}|\\b(?:it|it.?s|they|them|that one)\\b`, 'i');
const STOP_WORD =
  /\b(?:block|freeze|lock|suspend|deactivate|disable|shut (?:it |them )?(?:off|down)|stop (?:it|my|the|all|them|any))\b/i;
const UNBLOCKING = /\b(?:un(?:block|freeze|froze|lock)\w*|reactivate\w*)\b/i;
const NEGATION = /\b(?:no|not|nope|never|don.?t)\b/i;
export const REFUSED =
  /\b(?:do not|don.?t|never)(?: want)?(?: you)?(?: to)? (?:(?:un)?(?:block|freeze|lock)|reactivate|stop|suspend|cancel|report)/i;
const UNBLOCK_WORD =
  /(?:block|fr[eo]e?z|lock|hold|activ|enabl)|\b(?:found|turn(?:ed)?|switch|lift|take|back|use|work|lost|pocket|had it)\b/i;
export const STATE_QUESTION =
  /^\W*(?:is|are|was|were|has|have|did)\b.*\b(?:(?:un)?blocked|frozen|(?:un)?locked|active)\b/i;

const OTHER_CARD_MATTER =
  /\b(?:appl(?:y|ying|ied|ications?)|rewards?|points|miles|cash ?back|apr|annual percentage|fees?|tax(?:es)?|expir(?:e|es|y|ation)|due|pin)\b/i;
const ASKS_WHEN = /\b(?:how (?:long|soon|many days)|when (?:will|can|do|does|should|is))\b/i;
const REPLACEMENT_WORD = /\breplac\w*\b/i;
const DELIVERY_WORD =
  /\b(?:new|replac\w*|order\w*|sen[dt]\w*|mail\w*|ship\w*|arriv\w*|deliver\w*|com(?:e|ing)|came|receiv\w*|got|get|track\w*|here|way)\b/i;
const OWED_WORD = /\b(?:(?:credit|spending) (?:limit|line)|available credit|owe|owing|my limit|balance)\b/i;
const BALANCE_WORD = /\bbalance\b/i;
const LIMIT_CHANGE = /\b(?:increase|raise|raising|higher|lower|extend|change|more)\b.{0,60}\b(?:limit|line)\b/i;
/** Accounts other than a card's; "my credit card account" is none of them. */
const OTHER_ACCOUNT = /\b(?:checking|savings?|current|deposit|bank|joint|my|the) account\b|\b(?:checking|savings)\b/i;
const SAVINGS = /\b(?:checking|savings)\b/i;
const SPENDING_WORD =
  /\b(?:transactions?|(?:over)?charg\w*|purchas\w*|payments?|paid|pay|bill\w*|withdr\w+|bought|buy|spen[dt]\w*|spending|use[ds]?|activity|history|happened|took|money)\b/i;
const DISPUTE_WORD = /\b(?:disput\w*|fraud\w*|refund\w*|unauthori[sz]ed|recogni[sz]e\w*|suspicious)\b/i;
const FRAUD_WORD = /\b(?:fraud\w*|suspicious|unauthori[sz]ed)\b/i;
const CODE_WORD =
  /\b(?:(?:pass ?)?codes?|otp|one.time pass\w*)\b|\b(?:get|got|receive|received)\b.{0,60}\b(?:text|sms)\b/i;
const OTHER_CODE = /\b(?:pin|zip|postal|post|sort|swift|area|country|bar|qr|dress|source|python)\W+codes?\b/i;

const HUMAN_WORD =
  /\b(?:humans?|person|people|some(?:one|body)|agent|representative|operator|advis[eo]r|manager|supervisor|staff|colleagues?|employee|officer|service|speak|talk|transfer|connect|complain\w*)\b/i;
/** "All of them" is no "that is all". */
const ALL_OF_THEM = /\b(?:all|both) (?:of )?(?:them|those|these)\b/i;

/** A bare amount is an answer at most, never a request. */
const PRICE_WORD =
  /\b(?:loans?|mortgages?|borrow\w*|pay\w*|repay\w*|install?ments?|month\w*|costs?|quotes?|calculat\w*|interest|price|numbers|expensive)\b/i;
const LOAN_WORD = /\b(?:loans?|mortgages?|borrow\w*|repay\w*|lend\w*|apr)\b/i;

/** What a text must and must not say to mean an intent; an intent that is not here is bound to no words. */
const ANCHORS: ReadonlyMap<Intent, (text: string, speaksOfCard: boolean, talk: TalkContext) => boolean> = new Map([
  ['deny', (text) => !CARD_WORD.test(text) || NEGATION.test(text)],
  ['help', (text) => !CARD_WORD.test(text) && !speaksOfLoans(text)],
  ['human', (text) => HUMAN_WORD.test(text)],
  ['goodbye', (text) => !ALL_OF_THEM.test(text)],
  ['loan_options', (text, speaksOfCard) => !speaksOfCard || speaksOfLoans(text)],
  ['loan_question', (text, speaksOfCard) => !speaksOfCard || speaksOfLoans(text)],
  ['quote_loan', (text) => PRICE_WORD.test(text)],
  [
    'list_cards',
    (text, speaksOfCard) => speaksOfCard && !asksForMore(text) && !LOSS_WORD.test(text) && !UNBLOCKING.test(text),
  ],
  [
    'block_card',
    (text, speaksOfCard) =>
      speaksOfCard &&
      (LOST_THING.test(text) || STOP_WORD.test(text)) &&
      !UNBLOCKING.test(text) &&
      !STATE_QUESTION.test(text) &&
      !tellsPlainlyOfLoss(text),
  ],
  [
    'report_card_lost',
    (text, speaksOfCard) => speaksOfCard && LOST_THING.test(text) && tellsPlainlyOfLoss(text) && !UNBLOCKING.test(text),
  ],
  [
    'unblock_card',
    (text, speaksOfCard) => speaksOfCard && !asksForMore(text) && UNBLOCK_WORD.test(text) && !STATE_QUESTION.test(text),
  ],
  [
    'replace_card',
    (text, speaksOfCard) => speaksOfCard && !asksForMore(text) && !ASKS_WHEN.test(text) && !tellsPlainlyOfLoss(text),
  ],
  [
    'get_replacement_status',
    (text, speaksOfCard) =>
      (speaksOfCard || REPLACEMENT_WORD.test(text)) && !asksForMore(text) && DELIVERY_WORD.test(text),
  ],
  ['activate_card', (text, speaksOfCard) => speaksOfCard && !asksForMore(text)],
  [
    'get_card_balance',
    (text, speaksOfCard) =>
      OWED_WORD.test(text)
        ? !LIMIT_CHANGE.test(text) &&
          !(BALANCE_WORD.test(text) && OTHER_ACCOUNT.test(text)) &&
          !asksForMore(text) &&
          !speaksOfLoans(text)
        : speaksOfCard && !STATE_QUESTION.test(text) && !LIMIT_CHANGE.test(text) && isOfCards(text),
  ],
  ['list_card_transactions', (text) => SPENDING_WORD.test(text) && !FRAUD_WORD.test(text) && isOfCards(text)],
  [
    'dispute_transaction',
    (text) => (SPENDING_WORD.test(text) || DISPUTE_WORD.test(text)) && !speaksOfLoans(text) && !SAVINGS.test(text),
  ],
  [
    'send_passcode',
    (text, _speaksOfCard, { awaitsCode }) => awaitsCode || (CODE_WORD.test(text) && !OTHER_CODE.test(text)),
  ],
]);

/** Whether a text speaks of lending at all. */
export function speaksOfLoans(text: string): boolean {
  return LOAN_WORD.test(text);
}

/** Whether a text can mean an intent at all, however much it resembles the intent's examples. */
export function canMean(intent: Intent, text: string, talk: TalkContext): boolean {
  const speaksOfCard = (talk.isAboutCards || CARD_WORD.test(text)) && !REFUSED.test(text);
  return ANCHORS.get(intent)?.(text, speaksOfCard, talk) ?? true;
}

/**
 * Whether a text says that a card is lost or stolen, without a doubt and without a wish to block it. Reporting it
 * cancels the card for good, so that whoever only fears the worst, or asks for a block, gets the block.
 */
function tellsPlainlyOfLoss(text: string): boolean {
  return (
    readLossReason(text) !== undefined && !UNSURE_LOSS.test(text) && !STOP_WORD.test(text) && !ASKS_WHEN.test(text)
  );
}

/** Whether a text asks for what no tool does, however much it speaks of a card: points, fees, an application. */
function asksForMore(text: string): boolean {
  return OTHER_CARD_MATTER.test(text);
}

function isOfCards(text: string): boolean {
  return !speaksOfLoans(text) && !OTHER_ACCOUNT.test(text) && !asksForMore(text);
}
