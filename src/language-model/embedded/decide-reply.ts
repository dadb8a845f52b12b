import { type LanguageModelRequest, type ModelMessage, type ModelToolResult } from '../language-model';
import { JSON_REPLY_TOOL } from '../json-reply-tool';
import { cutAtStop } from './cut-reply';
import { isBankTool } from './dialogue/bank-tools';
import { speak } from './dialogue/call-tool';
import { type CallerTurn, INITIAL_STATE, type Reply } from './dialogue/dialogue-state';
import { takeTurn } from './dialogue/take-turn';
import { ToolOffer } from './dialogue/tool-offer';
import { callTool, callWithSentence, ForeignTools } from './foreign-tools/foreign-tools';
import { speakForeignResults } from './foreign-tools/speak-foreign-results';
import { type IntentClassifier } from './intent/intent-classifier';
import { ANYTHING_ELSE, apologise, greet } from './data/sentences';
import { speakToolResults } from './speak-tool-results';

/** Older turns have no bearing on what is being asked now, and a long call must not cost more with every turn. */
const MOST_TURNS = 30;
/** No caller speaks this long in one breath; it bounds the work for what is pasted in. */
const LONGEST_TEXT = 10_000;

type RequestParts = Pick<LanguageModelRequest, 'messages' | 'tools' | 'toolChoice'> &
  Partial<Pick<LanguageModelRequest, 'sampling'>>;

interface OwnReply {
  readonly reply: Reply;
  /** Whether the caller's last words were none of the bank's business, nor an answer to a question of the bank. */
  readonly isFree: boolean;
}

/** Decides the whole reply from the request alone: the same request always gives the same reply. */
export function decideReply(request: RequestParts, classifier: IntentClassifier): Reply {
  const { messages, tools, toolChoice = { type: 'auto' }, sampling } = request;
  const text = findLastText(messages);
  const named = toolChoice.type === 'tool' ? tools.find(({ name }) => name === toolChoice.name) : undefined;
  if (named !== undefined && named.name !== JSON_REPLY_TOOL) return callAll(callTool(named, text, true));
  const jsonReply = tools.find(({ name }) => name === JSON_REPLY_TOOL);
  const foreign = new ForeignTools(tools.filter((tool) => tool !== jsonReply && !isBankTool(tool.name)));
  const { reply, isFree } = decideOwnReply(request, classifier);
  if (reply.type === 'tool-use') return reply;
  const spokenOf = isFree && !foreign.isEmpty ? foreign.callSpokenOf(text) : [];
  if (spokenOf.length > 0) return callAll(spokenOf);
  if (jsonReply !== undefined) {
    const sentence = cutAtStop(reply.text, sampling?.stopSequences);
    return callAll([callWithSentence(jsonReply, text, sentence)]);
  }
  if (toolChoice.type === 'auto') return reply;
  const [first] = tools;
  if (foreign.isEmpty && first !== undefined) return callAll(callTool(first, text, true));
  return foreign.isEmpty ? reply : callAll(foreign.callLikeliest(text));
}

function callAll(calls: Extract<Reply, { type: 'tool-use' }>['calls']): Reply {
  return { type: 'tool-use', calls };
}

function decideOwnReply({ messages, tools }: RequestParts, classifier: IntentClassifier): OwnReply {
  const offer = new ToolOffer(tools);
  const last = messages.at(-1);
  if (last?.role === 'tool') return bound(speak(speakResults(messages, last.results, offer)));
  const turns = collectTurns(messages);
  if (turns.every(({ text }) => text.trim() === '')) return bound(speak(greet(offer)));
  // The last word was the assistant's already: nothing may be started without the caller.
  if (last?.role === 'assistant') return bound(speak(last.toolCalls.length > 0 ? apologise(offer) : ANYTHING_ELSE));
  let state = INITIAL_STATE;
  let reply: Reply = speak(ANYTHING_ELSE);
  for (const turn of turns.slice(-MOST_TURNS)) ({ state, reply } = takeTurn(state, turn, { classifier, offer }));
  return { reply, isFree: state.topic === 'none' };
}

function bound(reply: Reply): OwnReply {
  return { reply, isFree: false };
}

/** Results of the bank's tools first: the server may prescribe how they are said. */
function speakResults(
  messages: readonly ModelMessage[],
  results: readonly ModelToolResult[],
  offer: ToolOffer,
): string {
  const foreignIds = listForeignIds(messages);
  const foreign = results.filter(({ toolCallId }) => foreignIds.has(toolCallId));
  const own = results.filter(({ toolCallId }) => !foreignIds.has(toolCallId));
  if (foreign.length === 0) return speakToolResults(own, offer);
  const spoken = foreign.some(({ isError }) => isError) ? apologise(offer) : speakForeignResults(foreign);
  return own.length === 0 ? spoken : `${speakToolResults(own, offer)} ${spoken}`;
}

/** The ids of the latest calls of tools that the dialogue knows nothing of. */
function listForeignIds(messages: readonly ModelMessage[]): ReadonlySet<string> {
  const latest = messages.findLast((message) => message.role === 'assistant' && message.toolCalls.length > 0);
  const calls = latest?.role === 'assistant' ? latest.toolCalls : [];
  return new Set(calls.filter(({ name }) => !isBankTool(name)).map(({ id }) => id));
}

function findLastText(messages: readonly ModelMessage[]): string {
  const last = messages.findLast(({ role }) => role === 'user');
  return last?.role === 'user' ? last.text.slice(0, LONGEST_TEXT) : '';
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
