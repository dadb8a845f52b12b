import { STRONG_CLAIM } from './claim-words';
import { normalizeSentence } from './normalize-sentence';

const LEAD = '(?:(?:so|and|but|ok|okay|well|hello|hi|sorry|please|thanks|thank you|now|,) )*';
const ACTS = '(?:un)?block|(?:un)?freeze|(?:un)?lock|cancel|stop|report|replace|(?:de)?activate|dispute|order|send';
/** "Is my card blocked now": whether something was done, asked with or without a question mark. */
const ASKS_FOR_STATE = new RegExp(`^${LEAD}(?:is|was|are|were|has|have|isnt|wasnt|arent|hasnt|havent|its|thats) .*`);
const ASKS_FOR_ACT = new RegExp(`^${LEAD}(?:did|didnt) (?:you|they|the bank|somebody) (?:\\w+ ){0,2}(?:${ACTS}|do)\\b`);
const ASKS_FOR_MORE = new RegExp(
  `^${LEAD}(?:can|could|would|will|shall|should|may|do|does|did|if|what|which|how|when|why|where|who|have you ever)\\b`,
);
const STATES = /\b(?:done|safe|ordered|sent|opened|filed|on (?:its|the) way|off|working)\b/;
const AFFIRMS =
  /^(?:(?:yes|yeah|yep|yup|sure|indeed|correct|right|exactly|absolutely|definitely|certainly|of course|affirmative|all|both|already|now|ok|okay|it (?:is|was|has|has been|did)|they (?:are|were|have)|(?:thats|that is) (?:right|correct|so|true)|(?:i|we) (?:have|did)|ive|si|claro|oui|bien sur|ja|naturlich|sicher|certo|sim|,)(?: |$))+$/;
const BEGINS_TO_AFFIRM =
  /^(?:yes|yeah|yep|yup|sure|indeed|correct|right|exactly|absolutely|definitely|certainly|of|affirmative|it|they|that|thats|i|we|si|claro|oui|bien|ja|natürlich|sicher|certo|sim)$/;

/** Whether a text asks if something was done to a card, so that a mere "yes" would claim it. */
export function asksForChange(text: string): boolean {
  return text.split(/(?<=[.!?？])\s+|\n+/).some((sentence) => {
    const words = normalizeSentence(sentence, 'l');
    if (ASKS_FOR_ACT.test(words)) return true;
    if (ASKS_FOR_MORE.test(words)) return false;
    const isQuestion = /[?？]\W*$/.test(sentence) || ASKS_FOR_STATE.test(words);
    return isQuestion && (STRONG_CLAIM.test(words) || (/\bcards?\b|\bit\b/.test(words) && STATES.test(words)));
  });
}

/** Whether a sentence says yes and nothing else. */
export function merelyAffirms(sentence: string): boolean {
  return AFFIRMS.test(
    normalizeSentence(sentence, 'l')
      .replace(/[^a-z, ]/g, '')
      .trim(),
  );
}

/** Whether a sentence that begins with this word may come to be one. */
export function mayAffirm(word: string): boolean {
  return BEGINS_TO_AFFIRM.test(word.toLowerCase().replace(/[^\p{L}]/gu, ''));
}
