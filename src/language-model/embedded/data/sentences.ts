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

/** What can be asked for here, from the tools that were really offered: nothing else is ever promised. */
export function describeAbilities(offer: ToolOffer): string {
  const abilities = [
    { tool: 'list_loan_products', ability: 'tell you about our loans' },
    { tool: 'search_loan_articles', ability: 'answer questions about borrowing' },
    { tool: 'quote_loan', ability: 'work out a monthly payment' },
    { tool: 'list_cards', ability: 'tell you which cards you have' },
    { tool: 'block_card', ability: 'block a credit card' },
    { tool: 'transfer_to_human', ability: 'help you reach a person' },
  ].filter(({ tool }) => offer.has(tool));
  if (abilities.length === 0) return 'There is nothing I can do for you on this line at the moment.';
  return `I can ${joinWords(
    abilities.map(({ ability }) => ability),
    'and',
  )}.`;
}

export function greet(offer: ToolOffer): string {
  return `Hello, this is the bank's automated assistant. ${describeAbilities(offer)} How can I help you?`;
}

export function introduce(offer: ToolOffer): string {
  return `I am the bank's automated assistant. ${describeAbilities(offer)} ${WHAT_NEXT}`;
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
