import { type Intent } from '../data/utterances';
import { isMainlyCardDetail, readCardSlots } from '../slots/read-card-slots';
import { callTool } from './call-tool';
import { type DialogueState, type HeardTurn, type TurnOutcome } from './dialogue-state';
import { closesTopic, endsWithOpenQuestion } from './find-asked-question';

type CardTopic = 'block_card' | 'list_cards';

const ANOTHER_CARD = /\b(?:another|other|different|second|also)\b/i;
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
  const wasAboutCards = isCardTopic(state.topic);
  const read = readCardSlots(heard.text, wasAboutCards);
  const { phoneNumber, ...card } = wasAboutCards ? state.cards : {};
  const identity = phoneNumber === undefined ? {} : { phoneNumber };
  const keepsCard = state.topic === topic && !ANOTHER_CARD.test(heard.text);
  return callCardTool({ ...state, cards: { ...identity, ...(keepsCard ? card : {}), ...read } }, heard, topic);
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
  const read = readCardSlots(heard.text, true);
  const isDetail = isMainlyCardDetail(heard.text);
  if (!isDetail && !CONTINUING.has(heard.intent)) return undefined;
  // What is said of the card now replaces what was said of another one before.
  const { phoneNumber, ...card } = state.cards;
  const namesCard = read.lastFour !== undefined || read.network !== undefined;
  const kept = { ...(phoneNumber === undefined ? {} : { phoneNumber }), ...(namesCard ? {} : card) };
  const merged: DialogueState = { ...state, cards: { ...kept, ...read } };
  const isAsked = endsWithOpenQuestion(heard.assistantText);
  if (isDetail || Object.keys(read).length > 0) {
    return topic === 'block_card' || isAsked || read.phoneNumber !== undefined
      ? callCardTool(merged, heard, topic)
      : undefined;
  }
  if (heard.intent === 'deny' || topic === 'list_cards' || closesTopic(heard.assistantText)) return undefined;
  // A yes or a question in place of an answer: whatever the server had asked, it asks again.
  return heard.intent === undefined || isAsked ? callCardTool(merged, heard, topic) : undefined;
}

function callCardTool(state: DialogueState, { offer }: HeardTurn, topic: CardTopic): TurnOutcome {
  const { phoneNumber, lastFour, network } = state.cards;
  const values = { last_four: lastFour, network, phone_number: phoneNumber };
  return { state: { ...state, topic, quote: {} }, reply: callTool(topic, values, offer) };
}

function isCardTopic(topic: DialogueState['topic']): topic is CardTopic {
  return topic === 'block_card' || topic === 'list_cards';
}
