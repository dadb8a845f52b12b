import { type Intent } from '../data/utterances';
import { pickListedOption } from '../slots/pick-listed-option';
import { type CardSlots, isMainlyCardDetail, isOnlyCardDetail, readCardSlots } from '../slots/read-card-slots';
import { callTool } from './call-tool';
import { type CardTopic, type CardTopicDetails, isCardTopic, ruleOf } from './card-topics';
import { type DialogueState, type HeardTurn, type TurnOutcome } from './dialogue-state';
import { asksForTransaction, closesTopic, endsWithOpenQuestion } from './find-asked-question';

const ANOTHER = /\b(?:another|other|different|second|also)\b/i;
/** Points to the card that was just spoken of, also when it is now about something else. */
const SAME_CARD = /\b(?:it|(?:this|that|the same) (?:card|one))\b/i;
const NOT_FOUND = /\bcould not find\b/i;
const LISTED_CARD = /\bending in (\d{4})\b/g;
/** Understood like this, a message within a card topic does not leave it. */
const CONTINUING: ReadonlySet<Intent | undefined> = new Set<Intent | undefined>([
  undefined,
  'affirm',
  'deny',
  'help',
  'greeting',
]);

/** A new request about cards; what was said of the caller's number while cards were spoken of still counts. */
export function startCardTopic(state: DialogueState, heard: HeardTurn, topic: CardTopic): TurnOutcome {
  const isSameTopic = state.topic === topic;
  const isAnother = ANOTHER.test(heard.text);
  const { phoneNumber, ...card } = state.cards;
  const keepsCard = !isAnother && (isSameTopic || SAME_CARD.test(heard.text));
  const details = readDetails(topic, heard);
  const keepsDetails = isSameTopic && !isAnother && Object.keys(details).length === 0;
  return callCardTool(
    {
      ...state,
      cards: { ...toIdentity(phoneNumber), ...(keepsCard ? card : {}), ...readCard(state, heard) },
      details: keepsDetails ? state.details : details,
    },
    heard,
    topic,
  );
}

/**
 * A reply within a card topic. The server words its own questions ("Which card?", "What is your number?"), so whatever
 * is hardly more than digits or a network's name continues the topic, and what is unclear makes the server ask again.
 *
 * @returns `undefined` when the caller speaks of something else, or the topic was closed.
 */
export function continueCardTopic(state: DialogueState, heard: HeardTurn): TurnOutcome | undefined {
  const { topic } = state;
  if (!isCardTopic(topic)) return undefined;
  const isAsked = endsWithOpenQuestion(heard.assistantText);
  const card = readCard(state, heard);
  const details = isAsked ? readDetails(topic, heard) : {};
  const isDetail = isMainlyCardDetail(heard.text) || (isAsked && Object.keys(details).length > 0);
  if (!isDetail && !CONTINUING.has(heard.intent)) return undefined;
  if (isCardTopic(heard.intent) && heard.intent !== topic && !isOnlyCardDetail(heard.text)) return undefined;
  const merged: DialogueState = {
    ...state,
    cards: mergeCards(state.cards, card),
    details: mergeDetails(state, heard, details),
  };
  const isOperation = ruleOf(topic).kind === 'operation';
  if (isDetail || Object.keys(card).length > 0) {
    const isNews = isOperation || isAsked || card.phoneNumber !== undefined;
    return isNews || (topic !== 'list_cards' && namesCard(card)) ? callCardTool(merged, heard, topic) : undefined;
  }
  if (heard.intent === 'deny' || closesTopic(heard.assistantText)) return undefined;
  // A yes or a question in place of an answer: whatever the server had asked, it asks again.
  return isAsked || (isOperation && heard.intent === undefined) ? callCardTool(merged, heard, topic) : undefined;
}

function callCardTool(state: DialogueState, { offer }: HeardTurn, topic: CardTopic): TurnOutcome {
  const { phoneNumber, lastFour, network } = state.cards;
  const values = { ...state.details, last_four: lastFour, network, phone_number: phoneNumber };
  const { substitute } = ruleOf(topic);
  const name = substitute !== undefined && !offer.has(topic) ? substitute : topic;
  return { state: { ...state, topic, quote: {} }, reply: callTool(name, values, offer) };
}

/** Digits that answer "which transaction?" are an amount, not the end of a card's number. */
function readCard(state: DialogueState, { text, assistantText }: HeardTurn): CardSlots {
  const isAboutCards = isCardTopic(state.topic) && !asksForTransaction(assistantText);
  const listed = isAboutCards ? pickListedOption(text, assistantText, LISTED_CARD) : undefined;
  return { ...readCardSlots(text, isAboutCards), ...(listed === undefined ? {} : { lastFour: listed }) };
}

/** What is said of the card now replaces what was said of another one before. */
function mergeCards({ phoneNumber, ...card }: CardSlots, read: CardSlots): CardSlots {
  return { ...toIdentity(phoneNumber), ...(namesCard(read) ? {} : card), ...read };
}

/** A choice among several transactions adds to what is known; anything else that is said of one is about another. */
function mergeDetails(state: DialogueState, heard: HeardTurn, read: CardTopicDetails): CardTopicDetails {
  if (Object.keys(read).length === 0) return state.details;
  const isChoice = asksForTransaction(heard.assistantText) && !NOT_FOUND.test(heard.assistantText);
  return isChoice ? { ...state.details, ...read } : read;
}

function readDetails(topic: CardTopic, { text, assistantText }: HeardTurn): CardTopicDetails {
  return ruleOf(topic).readDetails?.(text, assistantText) ?? {};
}

function namesCard({ lastFour, network }: CardSlots): boolean {
  return lastFour !== undefined || network !== undefined;
}

function toIdentity(phoneNumber: CardSlots['phoneNumber']): CardSlots {
  return phoneNumber === undefined ? {} : { phoneNumber };
}
