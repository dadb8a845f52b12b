import {
  isPlainMention,
  SAFE_STATEMENTS,
  SPEAKS_OF_OTHER_CARDS,
  THIS_CARD,
  UNSAFE_STATEMENTS,
} from './card-statements';

/** What may stand before a statement and changes nothing of it, "if you must know" among it. */
const LEAD =
  /^(?:(?:ok|okay|alright|all right|sure|yes|yeah|well|so|and|but|or|then|also|now|thanks|thank you|great|perfect|good|fine|sorry|unfortunately|right|of course|certainly|absolutely|hello|hi|first|next|in that case|otherwise|however|again|maybe|perhaps|y|et|und|e|pero|mais|aber|ma) )+/;
const IDLE_CONDITION =
  /^(?:if|in case|since|because) you (?:really )?(?:must|want to|would like to|need to|care to|do)? ?(?:know|ask me|ask|wonder|are wondering|were wondering|are asking|asked)\b ?/;
const AFTER_OPINION =
  /\b(?:understand|hear|heard|think|believe|know|guess|hope|suppose|see|notice|realize|remember)(?: that)? (?=(?:your|the|its|thats|a new|(?:it|this|that|all|both|everything) (?:is|are|was|has|works|will)) )/g;
const DOUBT = /^(?:\w+ ){0,2}(?:maybe|perhaps|possibly) /;
/** "... with loans and your credit cards and help you ...": a part of an offer that was cut off at "and". */
const LISTED = /^(?:your|the) (?:credit )?cards (?:and|or) (?=(?:help|answer|tell|work|show|look)\b)/;
/** "For your card I need ...": what the statement is about, and not yet the statement. */
const TOPIC =
  /^(?:for|about|regarding|concerning|as for|with|on) (?:your|the|this|that) (?:\w+ ){0,2}?cards? (?=(?:i|we|you|it|please) )/;

export interface Statement {
  readonly text: string;
  /** It is the very thing that a question asks. */
  readonly isAsked: boolean;
}

/**
 * Whether one of the statements of a sentence says what is with a card of the caller. What a model could say of it is
 * endless, so that only what is known to be harmless is none: offers, conditions, denials, what happened to the caller.
 */
export function statesCardFact(statements: readonly Statement[]): boolean {
  const sentence = statements.map(({ text }) => text).join(' ');
  if (!THIS_CARD.test(sentence) || SPEAKS_OF_OTHER_CARDS.test(sentence)) return false;
  const isConditional = statements.some(({ text }) =>
    /^(?:\w+ ){0,2}(?:if|once|as soon as|unless|when) (?!i |we )/.test(text),
  );
  return statements
    .filter(({ isAsked }) => !isAsked)
    .flatMap(({ text }) => text.replace(AFTER_OPINION, (found) => `${found.trimEnd()}, `).split(', '))
    .some((text) => !DOUBT.test(text) && isFact(strip(text), isConditional));
}

function strip(text: string): string {
  return [LEAD, IDLE_CONDITION, TOPIC, LEAD, LISTED]
    .reduce((stripped, idle) => stripped.replace(idle, ''), text.trim())
    .trim();
}

function isFact(text: string, isConditional: boolean): boolean {
  if (
    !THIS_CARD.test(text) &&
    !/^(?:its|thats|(?:it|this|that|they|both|everything) (?:is|are|was|were|has|have|works|will|got)) /.test(text)
  )
    return false;
  if (isPlainMention(text)) return false;
  const rule = `${text} `;
  if (isConditional && /\b(?:will|ll|can|would) /.test(rule)) return false;
  return UNSAFE_STATEMENTS.some((unsafe) => unsafe.test(rule)) || !SAFE_STATEMENTS.some((safe) => safe.test(rule));
}
