import { askForCode, cannotGoOnWithoutCode } from '../data/sentences';
import { type Intent } from '../data/utterances';
import { readCardSlots } from '../slots/read-card-slots';
import { callTool, speak } from './call-tool';
import { isCardTopic } from './card-topics';
import { type DialogueState, type HeardTurn, type TurnOutcome } from './dialogue-state';
import { asksForCode, offersCode } from './find-asked-question';

/** Said in place of the code, it neither gives it nor asks for anything else. */
const EVADING: ReadonlySet<Intent | undefined> = new Set<Intent | undefined>([undefined, 'affirm', 'greeting']);

const PHONE_GONE =
  /\b(?:no|not|don.?t|lost|without|broken|stolen|changed|new|other|different|old)\b.{0,30}\b(?:phone|number)\b/i;
const CODE_MISSED = /\b(?:codes?|text|get|got|receive\w*|arrive\w*|came|come)\b/i;

/**
 * A reply after a passcode was sent. The server itself reads a code that a caller gives, so what comes here is none:
 * a wish for another code, or an unclear answer, that must not start anything. The topic stays open.
 *
 * @returns `undefined` when no code was asked for, or the caller speaks of something else.
 */
export function answerCodeQuestion(state: DialogueState, heard: HeardTurn): TurnOutcome | undefined {
  if (!asksForCode(heard.assistantText)) return undefined;
  if (offersCode(heard.assistantText)) return heard.intent === 'affirm' ? requestCode(state, heard) : undefined;
  if (hasNoPhone(heard)) return { state, reply: speak(cannotGoOnWithoutCode(heard.offer)) };
  const { network, phoneNumber } = readCardSlots(heard.text, false);
  if (!EVADING.has(heard.intent) || network !== undefined || phoneNumber !== undefined) return undefined;
  return { state, reply: speak(askForCode(heard.offer)) };
}

/** A new code is no topic of its own: what it was needed for stays open. */
export function requestCode(state: DialogueState, { offer }: HeardTurn): TurnOutcome {
  return { state, reply: callTool('send_passcode', {}, offer) };
}

/** A code that did not come to the phone can be sent again; a phone that is not at hand needs a person. */
function hasNoPhone({ text, intent }: HeardTurn): boolean {
  return PHONE_GONE.test(text) && !CODE_MISSED.test(text) && !isCardTopic(intent);
}
