import { type Intent } from '../data/utterances';
import { ALL_RIGHT, ASK_AMOUNT, ASK_TERM, askProduct, cannotDoHere, DID_NOT_CATCH } from '../data/sentences';
import { readLoanProduct } from '../slots/read-loan-product';
import { readAmount, readTermMonths } from '../slots/read-quantities';
import { callTool, speak } from './call-tool';
import { isCardTopic } from './card-topics';
import { type DialogueState, type HeardTurn, leaveTopic, type QuoteSlots, type TurnOutcome } from './dialogue-state';
import { type AskedQuestion } from './find-asked-question';
import { type ToolOffer } from './tool-offer';

/** Whoever says this does not answer a question about a loan, whatever numbers are in it. */
const LEAVES_QUOTE: ReadonlySet<Intent | undefined> = new Set<Intent | undefined>([
  'send_passcode',
  'human',
  'other_banking',
  'goodbye',
]);
/** Whoever says this without naming an amount or a term asks something else. */
const ASKS_OTHERWISE: ReadonlySet<Intent | undefined> = new Set<Intent | undefined>([
  'loan_options',
  'loan_question',
  'help',
  'thanks',
  'out_of_scope',
]);

/** A new request for a monthly payment, with whatever it names already. */
export function startQuote(state: DialogueState, heard: HeardTurn): TurnOutcome {
  return proceed(state, readQuoteSlots(heard, undefined), heard.offer);
}

/**
 * Takes a message as the answer to a question about a quote, only if that question was really asked.
 *
 * @returns `undefined` when none was asked, or the caller speaks of something else.
 */
export function answerQuoteQuestion(
  state: DialogueState,
  heard: HeardTurn,
  question: AskedQuestion | undefined,
): TurnOutcome | undefined {
  if (question === undefined) return askAgain(state, heard, undefined);
  if (question === 'offer_human' || LEAVES_QUOTE.has(heard.intent) || isCardTopic(heard.intent)) return undefined;
  const explicit = readQuoteSlots(heard, undefined);
  const isExplicit =
    explicit.amount !== undefined ||
    explicit.term_months !== undefined ||
    (question === 'product' && explicit.product !== undefined);
  if (ASKS_OTHERWISE.has(heard.intent) && !isExplicit) return undefined;
  const read = readQuoteSlots(heard, question);
  if (Object.keys(read).length > 0) return proceed(state, { ...state.quote, ...read }, heard.offer);
  if (heard.intent === 'deny') return leaveTopic(state, speak(ALL_RIGHT));
  return answerWithoutSlots(state, heard, question);
}

function answerWithoutSlots(state: DialogueState, heard: HeardTurn, question: AskedQuestion): TurnOutcome | undefined {
  const isOffer = question === 'offer_quote' || question === 'offer_other_quote';
  if (isOffer && heard.intent !== 'affirm' && heard.intent !== 'quote_loan') return undefined;
  const { product } = state.quote;
  if (isOffer) return proceed(state, product === undefined ? {} : { product }, heard.offer);
  return askAgain({ ...state, topic: 'quote_loan' }, heard, question);
}

/** Repeats the open question, also when it was cut short by the caller: then nothing said since is an answer to it. */
function askAgain(
  state: DialogueState,
  heard: HeardTurn,
  question: AskedQuestion | undefined,
): TurnOutcome | undefined {
  if (state.topic !== 'quote_loan' || (question === undefined && heard.intent !== undefined)) return undefined;
  const again = proceed(state, state.quote, heard.offer);
  if (again.reply.type !== 'speech') return question === undefined ? undefined : again;
  return { ...again, reply: speak(`${DID_NOT_CATCH}${hintFor(question)} ${again.reply.text}`) };
}

function hintFor(question: AskedQuestion | undefined): string {
  if (question === 'amount') return ' You could say, for example, 12 thousand dollars.';
  return question === 'term_months' ? ' You could say, for example, 36 months or 3 years.' : '';
}

/** Asks for the first slot that the tool's schema still wants, one question at a time, then calls the tool. */
function proceed(state: DialogueState, quote: QuoteSlots, offer: ToolOffer): TurnOutcome {
  const missing = offer.findMissing('quote_loan', offer.toInput('quote_loan', { ...quote }));
  const next: DialogueState = { ...state, topic: 'quote_loan', cards: {}, details: {}, quote };
  if (missing === undefined) return { state: next, reply: callTool('quote_loan', { ...quote }, offer) };
  const question = questionFor(missing, offer);
  if (question === undefined) return leaveTopic(state, speak(cannotDoHere(offer)));
  return { state: next, reply: speak(question) };
}

function questionFor(slot: string, offer: ToolOffer): string | undefined {
  switch (slot) {
    case 'product':
      return askProduct(offer.choicesOf('quote_loan', 'product'));
    case 'amount':
      return ASK_AMOUNT;
    case 'term_months':
      return ASK_TERM;
    default:
      return undefined;
  }
}

function readQuoteSlots({ text, offer }: HeardTurn, question: AskedQuestion | undefined): QuoteSlots {
  const product = readLoanProduct(text, offer.choicesOf('quote_loan', 'product'));
  const amount = readAmount(text, question === 'amount');
  const termMonths = readTermMonths(text);
  return {
    ...(product === undefined ? {} : { product }),
    ...(amount === undefined ? {} : { amount }),
    ...(termMonths === undefined ? {} : { term_months: termMonths }),
  };
}
