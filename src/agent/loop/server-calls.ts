import { Injectable } from '@nestjs/common';
import { type TurnClock } from '../../common/turn-clock';
import { ConversationService } from '../../conversation/conversation.service';
import { type KeptCall } from '../../conversation/conversation.types';
import { type ModelMessage, type ModelToolCall, type ModelToolResult } from '../../language-model/language-model';
import { type AgentEvent } from '../agent-event';
import { type ToolResult } from '../tools/tool';
import { ToolRegistry, UNKNOWN_TOOL } from '../tools/tool-registry';
import { assertListening, type LoopState } from './loop-state';
import { type TurnReading } from './read-turn';
import { listKeptIds, restoreServerCalls } from './restore-server-calls';

const NOT_RUN = JSON.stringify({ status: 'not_run', reason: 'Something else had to be said or done first.' });

const ASK_ALONE = JSON.stringify({
  status: 'not_run',
  reason: 'This asks the caller something, and has to be the only call. Call it again when the others are done.',
});

interface CallBatch {
  readonly calls: readonly ModelToolCall[];
  readonly reading: TurnReading;
  readonly state: LoopState;
  readonly signal: AbortSignal;
  readonly clock: TurnClock;
  /** Whether the turn can end with a question to the caller; otherwise a later yes could answer something else. */
  readonly mayAsk: boolean;
  /** Whether the tool was on offer: a model can call anything. */
  readonly isOffered: (call: ModelToolCall) => boolean;
}

interface Keeping {
  /** Under which they are found again. */
  readonly clientCallId: string;
  readonly reading: TurnReading;
}

/** What became of the server's calls of one step: a result for each, and a sentence that has to be said. */
export interface BatchResult {
  readonly calls: readonly KeptCall[];
  readonly say?: string;
}

/** Runs the calls of the server's own tools that a model made in one step. */
@Injectable()
export class ServerCalls {
  constructor(
    private readonly tools: ToolRegistry,
    private readonly conversations: ConversationService,
  ) {}

  /**
   * In their order, up to the limit of the turn. After a result with a sentence to say the calls after it are not run:
   * the caller can only answer one question at a time.
   */
  async *run(batch: CallBatch): AsyncGenerator<AgentEvent, BatchResult> {
    const { calls, reading, state, signal, clock, mayAsk, isOffered } = batch;
    const context = { card: reading.context, userTexts: reading.userTexts };
    const done: KeptCall[] = [];
    for (const call of calls) {
      state.toolCallsLeft -= 1;
      if (state.toolCallsLeft < 0) break;
      assertListening(signal);
      if (!mayAsk && this.tools.asksCaller(call)) {
        done.push({ ...call, output: ASK_ALONE, isError: true });
        continue;
      }
      const name = isOffered(call) ? this.tools.nameOf(call) : UNKNOWN_TOOL;
      yield { type: 'tool-call', id: call.id, name };
      const result = await clock.measureAsync('tools', () => this.tools.run({ ...call, name }, context));
      yield { type: 'tool-result', id: call.id, tool: name, status: result.status, result: result.output };
      done.push(toKeptCall(call, result));
      if (result.say !== undefined) return { calls: [...done, ...skip(calls.slice(done.length))], say: result.say };
    }
    return { calls: [...done, ...skip(calls.slice(done.length))] };
  }

  /** Keeps what the client will not see of a step that it takes part in. */
  async keep(calls: readonly KeptCall[], { clientCallId, reading }: Keeping): Promise<void> {
    if (calls.length === 0) return;
    const { conversationKey, caller } = reading.context;
    await this.conversations.keepServerCalls({ clientCallId, conversationKey, phoneNumber: caller.phoneNumber, calls });
  }

  /** The history as the model has seen it: with the calls that the client never saw, in whatever process they ran. */
  async restore({ messages, context }: TurnReading): Promise<readonly ModelMessage[]> {
    const clientCallIds = listKeptIds(messages);
    if (clientCallIds.length === 0) return messages;
    const kept = await this.conversations.findServerCalls({
      clientCallIds,
      conversationKeys: [context.conversationKey, ...context.earlierConversationKeys],
      phoneNumber: context.caller.phoneNumber,
    });
    return restoreServerCalls(messages, kept);
  }
}

export function toModelCall({ id, name, inputJson }: KeptCall): ModelToolCall {
  return { id, name, inputJson };
}

export function toModelResult({ id, output, isError }: KeptCall): ModelToolResult {
  return { toolCallId: id, output, isError };
}

function toKeptCall(call: ModelToolCall, { status, output, say }: ToolResult): KeptCall {
  return {
    ...call,
    output: JSON.stringify({ status, ...output, ...(say === undefined ? {} : { said_to_caller: say }) }),
    isError: status === 'failed' || status === 'invalid_input',
  };
}

function skip(calls: readonly ModelToolCall[]): readonly KeptCall[] {
  return calls.map((call) => ({ ...call, output: NOT_RUN, isError: true }));
}
