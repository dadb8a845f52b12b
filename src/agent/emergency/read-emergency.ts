import { readNumbers } from '../../conversation/read-digits';
import { asksForPerson } from '../loop/asks-for-person';
import { type NamedCard, readNamedCard } from './read-named-card';
import { saysToStop } from './says-to-stop';
import { CARD_WORD } from './stop-patterns';
import { toPlainSentence } from './to-plain-sentence';
import { wantsSomethingElse } from './wants-something-else';

export interface OpenTalk {
  /** What the caller said since the last question was settled, oldest first; the last of them is to be answered. */
  readonly texts: readonly string[];
  /** Whether the first of them corrects a question, so that its request goes on. */
  readonly isCorrected: boolean;
  /** Whether a question about a card was settled just before them, so that "it" can mean a card. */
  readonly followsQuestion: boolean;
  /** What the caller was told last, as the history has it. */
  readonly lastAnswer: string;
  /** Whether the last four digits are needed as a proof, whatever else the caller says of the card. */
  readonly keepsDigits: boolean;
}

export interface EmergencyRequest {
  readonly card: NamedCard;
  /** Which of the texts began it. */
  readonly startedAt: number;
}

/** What was said longer ago is forgotten. */
const MOST_TURNS = 10;
/** How far back a card may have been named that is now "it". */
const REACH = 3;
/** Shorter numbers name no card, telephone or code. */
const FEWEST_DIGITS = 3;

/** Answers that name a card without its name, or that say that the caller cannot. */
const CHOICE =
  /^(?:(?:the|my|no|not|oh|well|ok|okay|please|it|is|its|i|think|mean|\|) )*(?:first|second|third|last|other|both|all|either|any|one|wrong|that one|this one|dont know|do not know|not sure|no idea|dont have)\b/;
const AGREEMENT = /^(?:yes|yeah|yep|sure|ok|okay|please|all right|alright)\b/;
const OFFERS_CODE = /\bnew code\b[^.]*\?/i;
const OFFERS_PERSON = /speak to a person\?$/i;
const CODE = /\b(?:code|passcode|text message|sms)\b/;

/**
 * Finds out, without any model, whether a caller's words say that a card is lost, stolen or must be stopped, and which
 * one. What follows belongs to the same request as long as it answers what the caller was asked; other wishes do not.
 */
export function readEmergency(talk: OpenTalk): EmergencyRequest | undefined {
  const { texts, keepsDigits } = talk;
  const oldest = Math.max(0, texts.length - MOST_TURNS);
  const starts = texts.map((text, index) => index >= oldest && says(talk, index, text));
  const startedAt = talk.isCorrected && oldest === 0 ? 0 : starts.indexOf(true);
  if (startedAt < 0) return undefined;
  const query = texts.at(-1) ?? '';
  if (starts.at(-1) !== true && !goesOn(query, talk)) return undefined;
  return {
    startedAt,
    card: texts.slice(startedAt).reduce<NamedCard>((known, text) => mergeCard(known, text, keepsDigits), {}),
  };
}

/** Whether a caller of this dialogue asks for a person, or takes the offer of one. */
export function wantsPerson(query: string, lastAnswer: string): boolean {
  return asksForPerson(query) || (OFFERS_PERSON.test(lastAnswer.trim()) && AGREEMENT.test(toPlainSentence(query)));
}

function says({ texts, followsQuestion }: OpenTalk, index: number, text: string): boolean {
  return saysToStop(text, texts.slice(Math.max(0, index - REACH), index), followsQuestion && index < REACH);
}

function goesOn(query: string, { lastAnswer }: OpenTalk): boolean {
  if (wantsPerson(query, lastAnswer)) return true;
  if (wantsSomethingElse(query)) return false;
  const sentence = toPlainSentence(query);
  if (
    CARD_WORD.test(sentence) ||
    readNumbers(query).numbers.some(({ digits }) => digits.length >= FEWEST_DIGITS) ||
    CODE.test(sentence)
  )
    return true;
  return AGREEMENT.test(sentence) ? OFFERS_CODE.test(lastAnswer) : CHOICE.test(sentence) && lastAnswer.includes('?');
}

/** The latest name of a card counts alone, so that a caller who was misheard can say another. */
function mergeCard(known: NamedCard, text: string, keepsDigits: boolean): NamedCard {
  const named = readNamedCard(text);
  if (Object.keys(named).length === 0) return known;
  if (!keepsDigits || known.last_four === undefined) return named;
  return { last_four: known.last_four, ...named };
}
