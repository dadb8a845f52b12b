import { type ToolOffer } from '../dialogue/tool-offer';

export const ANYTHING_ELSE = 'Is there anything else I can help you with?';
export const WHAT_NEXT = 'What would you like me to do?';
export const OFFER_HUMAN = 'Would you like to speak to a person?';
export const ENGLISH_ONLY = 'I am sorry, I only speak English. How can I help you?';
export const YOU_ARE_WELCOME = `You are welcome. ${ANYTHING_ELSE}`;
export const ALL_RIGHT = `All right. ${ANYTHING_ELSE}`;
export const GOODBYE = 'Thank you for calling. Goodbye!';
export const DID_NOT_CATCH = 'Sorry, I did not catch that.';

export const ASK_AMOUNT = 'How much would you like to borrow?';
export const ASK_TERM = 'Over how many months or years?';
export const OFFER_QUOTE = 'Shall I work out a monthly payment for one of them?';
export const OFFER_OTHER_QUOTE = 'Would you like to try another amount or term?';

export function askProduct(products: readonly string[]): string {
  return products.length === 0 ? 'Which loan is that for?' : `Is that for a ${joinWords(products, 'or')} loan?`;
}

/** More than these are too many to hear at once: then only what they are about is said, and all of them on request. */
const MOST_ABILITIES_HEARD = 6;
const CARD_VERBS: readonly (readonly [tool: string, verb: string])[] = [
  ['block_card', 'block'],
  ['unblock_card', 'unblock'],
  ['replace_card', 'replace'],
  ['activate_card', 'activate'],
];
const CARD_FIGURES: readonly (readonly [tool: string, figure: string])[] = [
  ['get_card_balance', 'balance'],
  ['list_card_transactions', 'last transactions'],
];
const LOAN_TOOLS = ['list_loan_products', 'search_loan_articles', 'quote_loan'];
const HELP_REACH_PERSON = 'help you reach a person';

/** All that can be asked for here, from the tools that were really offered: nothing else is ever promised. */
function describeAll(offer: ToolOffer): readonly string[] {
  const verbs = CARD_VERBS.filter(([tool]) => offer.has(tool)).map(([, verb]) => verb);
  const figures = CARD_FIGURES.filter(([tool]) => offer.has(tool)).map(([, figure]) => figure);
  const abilities: readonly (readonly [isOffered: boolean, ability: string])[] = [
    [offer.has('list_loan_products'), 'tell you about our loans'],
    [offer.has('search_loan_articles'), 'answer questions about borrowing'],
    [offer.has('quote_loan'), 'work out a monthly payment'],
    [offer.has('list_cards'), 'tell you which cards you have'],
    [verbs.length > 0, `${joinWords(verbs, 'or')} a credit card`],
    [offer.has('report_card_lost'), 'cancel a lost or stolen card'],
    [offer.has('get_replacement_status'), 'tell you where a replacement card is'],
    [figures.length > 0, `tell you the ${joinWords(figures, 'and')} of a card`],
    [offer.has('dispute_transaction'), 'dispute a transaction'],
    [offer.has('transfer_to_human'), HELP_REACH_PERSON],
  ];
  return abilities.filter(([isOffered]) => isOffered).map(([, ability]) => ability);
}

/** The abilities one by one while they are few. */
function describeAbilities(offer: ToolOffer): string {
  const abilities = describeAll(offer);
  if (abilities.length <= MOST_ABILITIES_HEARD) return sayAbilities(abilities);
  // So many cannot be about loans alone.
  const subjects = [...(LOAN_TOOLS.some((tool) => offer.has(tool)) ? ['loans'] : []), 'your credit cards'];
  return sayAbilities([
    `help you with ${joinWords(subjects, 'and')}`,
    ...(offer.has('transfer_to_human') ? [HELP_REACH_PERSON] : []),
  ]);
}

function sayAbilities(abilities: readonly string[]): string {
  if (abilities.length === 0) return 'There is nothing I can do for you on this line at the moment.';
  return `I can ${joinWords(abilities, 'and')}.`;
}

/** After a passcode was sent and the answer was none. */
export function askForCode(offer: ToolOffer): string {
  const another = offer.has('send_passcode') ? ', or tell me if you did not get it' : '';
  return `Please read me the six digit code that I sent to your phone${another}.`;
}

export function cannotGoOnWithoutCode(offer: ToolOffer): string {
  return withHumanOffer('Without that code I cannot do this here.', offer);
}

export function greet(offer: ToolOffer): string {
  return `Hello, this is the bank's automated assistant. ${describeAbilities(offer)} How can I help you?`;
}

export function introduce(offer: ToolOffer): string {
  return `I am the bank's automated assistant. ${sayAbilities(describeAll(offer))} ${WHAT_NEXT}`;
}

export function ratherNotGuess(offer: ToolOffer): string {
  return `I am not sure I understood, and I'd rather not guess. ${describeAbilities(offer)} ${WHAT_NEXT}`;
}

export function noAnswerFound(offer: ToolOffer): string {
  return withHumanOffer("I'd rather not guess at that: I found nothing that answers it well.", offer);
}

export function cannotDoHere(offer: ToolOffer): string {
  return withHumanOffer(`I am afraid I cannot do that here. ${describeAbilities(offer)}`, offer);
}

export function apologise(offer: ToolOffer): string {
  return withHumanOffer('I am sorry, that did not work just now.', offer);
}

function withHumanOffer(sentence: string, offer: ToolOffer): string {
  return `${sentence} ${offer.has('transfer_to_human') ? OFFER_HUMAN : ANYTHING_ELSE}`;
}

function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}
