import { readDigitRuns } from '../../conversation/read-digits';
import { type CardNetwork } from '../../credit-card/credit-card.types';

export interface EmergencyRequest {
  /** Four digits, as the caller said them. */
  readonly last_four?: string;
  readonly network?: CardNetwork;
}

/** What was said longer ago is settled or forgotten. */
const MOST_TURNS = 10;
const LONGEST_TEXT = 1_000;

const CARD_WORD = /\b(?:cards?|visa|master ?card|amex|american express|wallet|purse)\b/i;
const STOP_WORD =
  /\b(?:block|blocked|freeze|frozen|stop|lock|suspend|deactivate|disable|cancel|lost|lose|stolen|stole|steal|missing|gone|robbed|fraud|fraudulent|hacked|unauthori[sz]ed|using my|not find|cannot find|can'?t find)\b/i;
const UNDOING = /\b(?:un(?:block|freeze|lock)\w*|do not (?:block|freeze|stop)|don'?t (?:block|freeze|stop))\b/i;
const NETWORK_WORDS: readonly (readonly [RegExp, CardNetwork])[] = [
  [/\bvisa\b/i, 'Visa'],
  [/\bmaster ?card\b/i, 'Mastercard'],
  [/\b(?:amex|american express)\b/i, 'American Express'],
];

/**
 * Finds out, without any model, whether a caller's words say that a card is lost, stolen or must be stopped, and which
 * one. What follows, such as "the Visa" or "4211", belongs to the same request.
 */
export function readEmergency(userTexts: readonly string[]): EmergencyRequest | undefined {
  const texts = userTexts.slice(-MOST_TURNS).map((text) => text.slice(0, LONGEST_TEXT));
  const start = texts.findLastIndex(saysToStop);
  if (start < 0) return undefined;
  return texts.slice(start).reduce<EmergencyRequest>((known, text) => ({ ...known, ...readCard(text) }), {});
}

function saysToStop(text: string): boolean {
  return CARD_WORD.test(text) && STOP_WORD.test(text) && !UNDOING.test(text);
}

function readCard(text: string): EmergencyRequest {
  const lastFour = readDigitRuns(text).find((digits) => /^\d{4}$/.test(digits));
  const networks = NETWORK_WORDS.filter(([word]) => word.test(text)).map(([, network]) => network);
  const [network] = networks;
  return {
    ...(lastFour === undefined ? {} : { last_four: lastFour }),
    ...(networks.length === 1 && network !== undefined ? { network } : {}),
  };
}
