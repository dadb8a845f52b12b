import * as sentences from '../data/sentences';
import { type Intent } from '../data/utterances';
import { speaksOfLoans } from '../intent/intent-anchors';
import { type IntentClassifier } from '../intent/intent-classifier';
import { callHuman, callTool, speak, toExcerpt } from './call-tool';
import { continueCardTopic, startCardTopic } from './card-topic';
import { isCardTopic } from './card-topics';
import { answerCodeQuestion, requestCode } from './code-question';
import {
  type CallerTurn,
  type DialogueState,
  type HeardTurn,
  leaveTopic,
  type Reply,
  type TurnOutcome,
} from './dialogue-state';
import { asksForCode, findAskedQuestion } from './find-asked-question';
import { looksForeign } from './looks-foreign';
import { answerQuoteQuestion, startQuote } from './quote-topic';
import { type ToolOffer } from './tool-offer';

const SMALL_TALK: ReadonlyMap<Intent, (offer: ToolOffer) => string> = new Map([
  ['greeting', sentences.greet],
  ['help', sentences.introduce],
  ['other_banking', sentences.cannotDoHere],
  ['thanks', () => sentences.YOU_ARE_WELCOME],
  ['goodbye', () => sentences.GOODBYE],
  ['affirm', () => sentences.WHAT_NEXT],
  ['deny', () => sentences.ALL_RIGHT],
]);

/** Answers one message of the caller: first as an answer to what was asked, then within the topic, then on its own. */
export function takeTurn(
  state: DialogueState,
  turn: CallerTurn,
  tools: { readonly classifier: IntentClassifier; readonly offer: ToolOffer },
): TurnOutcome {
  const { classifier, offer } = tools;
  const { intent, isSure } = classifier.classify(turn.text, {
    isAboutCards: isCardTopic(state.topic),
    awaitsCode: asksForCode(turn.assistantText),
  });
  const heard: HeardTurn = { ...turn, intent: isSure ? intent : undefined, offer };
  const question = findAskedQuestion(turn.assistantText, offer);
  const outcome =
    answerHumanOffer(state, heard, question === 'offer_human') ??
    answerQuoteQuestion(state, heard, question) ??
    answerCodeQuestion(state, heard) ??
    continueCardTopic(state, heard) ??
    startTopic(state, heard);
  return { ...outcome, state: { ...outcome.state, lastRequest: turn.text } };
}

function answerHumanOffer(state: DialogueState, heard: HeardTurn, wasOffered: boolean): TurnOutcome | undefined {
  if (!wasOffered || heard.intent !== 'affirm') return undefined;
  return leaveTopic(state, callHuman(`The assistant could not help with: ${state.lastRequest}`, heard.offer));
}

function startTopic(state: DialogueState, heard: HeardTurn): TurnOutcome {
  const { intent, offer } = heard;
  if (isCardTopic(intent)) return startCardTopic(state, heard, intent);
  if (intent === 'send_passcode') return requestCode(state, heard);
  if (intent === 'quote_loan') return startQuote(state, heard);
  const smallTalk = intent === undefined ? undefined : SMALL_TALK.get(intent);
  return leaveTopic(state, smallTalk === undefined ? replyToRequest(heard) : speak(smallTalk(offer)));
}

function replyToRequest({ intent, text, offer }: HeardTurn): Reply {
  if (intent === 'loan_options') return callTool('list_loan_products', {}, offer);
  if (intent === 'loan_question') return callTool('search_loan_articles', { query: toExcerpt(text) }, offer);
  if (intent === 'human') return callHuman(`The caller asked for a person: ${text}`, offer);
  if (looksForeign(text)) return speak(sentences.ENGLISH_ONLY);
  // What resembles no example but speaks of loans may still be in the articles; the search says when it is not.
  if (intent === undefined && speaksOfLoans(text) && offer.has('search_loan_articles')) {
    return callTool('search_loan_articles', { query: toExcerpt(text) }, offer);
  }
  return speak(sentences.ratherNotGuess(offer));
}
