import { type LanguageModelRequest, type ModelMessage } from '../language-model';
import { type CallerTurn, INITIAL_STATE, type Reply } from './dialogue/dialogue-state';
import { takeTurn } from './dialogue/take-turn';
import { ToolOffer } from './dialogue/tool-offer';
import { speak } from './dialogue/call-tool';
import { type IntentClassifier } from './intent/intent-classifier';
import { ANYTHING_ELSE, apologise, greet } from './data/sentences';
import { speakToolResults } from './speak-tool-results';

/** Older turns have no bearing on what is being asked now, and a long call must not cost more with every turn. */
const MOST_TURNS = 30;
/** No caller speaks this long in one breath; it bounds the work for what is pasted in. */
const LONGEST_TEXT = 10_000;

/** Decides the whole reply from the messages alone: the same request always gives the same reply. */
export function decideReply(
  { messages, tools }: Pick<LanguageModelRequest, 'messages' | 'tools'>,
  classifier: IntentClassifier,
): Reply {
  const offer = new ToolOffer(tools);
  const last = messages.at(-1);
  if (last?.role === 'tool') return speak(speakToolResults(last.results, offer));
  const turns = collectTurns(messages);
  if (turns.every(({ text }) => text.trim() === '')) return speak(greet(offer));
  // The last word was the assistant's already: nothing may be started without the caller.
  if (last?.role === 'assistant') return speak(last.toolCalls.length > 0 ? apologise(offer) : ANYTHING_ELSE);
  let state = INITIAL_STATE;
  let reply: Reply = speak(ANYTHING_ELSE);
  for (const turn of turns.slice(-MOST_TURNS)) ({ state, reply } = takeTurn(state, turn, { classifier, offer }));
  return reply;
}

/** Pairs every message of the caller with what the assistant had said last: a caller may answer in several messages. */
function collectTurns(messages: readonly ModelMessage[]): readonly CallerTurn[] {
  const turns: CallerTurn[] = [];
  let assistantText = '';
  for (const message of messages) {
    if (message.role === 'assistant' && message.text.trim() !== '') assistantText = message.text;
    if (message.role === 'user') turns.push({ text: message.text.slice(0, LONGEST_TEXT), assistantText });
  }
  return turns;
}
