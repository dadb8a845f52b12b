import { CARD_WORD, LOSS, makeStopPatterns, ROBBED, STOP_SIGNS, UNDOING, UNNAMED_LOSS } from './stop-patterns';
import { toPlainSentence } from './to-plain-sentence';
import { wantsSomethingElse } from './wants-something-else';

const NAMED = makeStopPatterns(false);
const NAMED_OR_POINTED_AT = makeStopPatterns(true);

/**
 * Whether a caller's words say that a card is lost, stolen, in foreign hands or to be stopped.
 *
 * @param before what the caller said just before, oldest first: "I have lost it" speaks of the card that was named there.
 * @param isAboutCard whether the talk was about a card already.
 */
export function saysToStop(text: string, before: readonly string[], isAboutCard = false): boolean {
  const sentence = toPlainSentence(text);
  if (UNDOING.test(sentence)) return false;
  const earlier = before.map(toPlainSentence);
  const namesCard = CARD_WORD.test(sentence);
  const speaksOfCard = isAboutCard || namesCard || earlier.some((words) => CARD_WORD.test(words));
  const patterns = speaksOfCard ? NAMED_OR_POINTED_AT : NAMED;
  if (ROBBED.test(sentence) || patterns.some((pattern) => pattern.test(sentence))) return true;
  if (speaksOfCard && STOP_SIGNS.some((signs) => signs.every((sign) => sign.test(sentence)))) return true;
  const isLoss = LOSS.test(sentence) || earlier.some((words) => UNNAMED_LOSS.test(words));
  return namesCard && isLoss && !wantsSomethingElse(text);
}
