import { UNDOING } from './stop-patterns';
import { toPlainSentence } from './to-plain-sentence';

const OTHER_SUBJECT =
  /\b(?:balance|limit|owe|owing|spend|spent|interest|rates?|apr|loans?|mortgages?|transactions?|purchases?|statements?|bills?|activate|activation|replace\w*|new card|damaged|broken|points|rewards?|fees?|apply|application|refund|dispute|deliver\w*|arrive\w*|arrived|address|opening|appointment|declined|expires?|tell me|know about|explain|offer|get a)\b/;
/** "What about the Visa?" names a card; other questions ask for what only the assistant could tell. */
const QUESTION =
  /(?:^|\| )(?:(?:and|so|but|ok|okay|hi|hello|please|also|then|no|yes|well|oh) )*(?:(?:what|how)(?! about)|when|why|who|where|do you|does|did|is my|are my|are there|is there|which (?:credit )?cards)\b/;

/** Whether words that name a card, or come after a question about one, are no answer but another wish. */
export function wantsSomethingElse(text: string): boolean {
  const sentence = toPlainSentence(text);
  return OTHER_SUBJECT.test(sentence) || QUESTION.test(sentence) || UNDOING.test(sentence);
}
