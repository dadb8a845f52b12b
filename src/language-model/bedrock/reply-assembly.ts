import {
  type ContentBlockDelta,
  type ConverseStreamOutput,
  type ToolUseBlockStart,
} from '@aws-sdk/client-bedrock-runtime';
import { isJsonObject } from '../../common/json';
import { type LanguageModelEvent, type ModelToolCall, type StopReason, type TokenUsage } from '../language-model';
import { LanguageModelError } from '../language-model-error';
import { mapStopReason } from './map-stop-reason';
import { mapUsage } from './map-usage';
import { ThinkingFilter } from './strip-thinking';
import { type ToolNames } from './tool-names';

interface OpenTextBlock {
  readonly type: 'text';
  readonly filter: ThinkingFilter;
}

interface OpenToolBlock {
  readonly type: 'tool';
  readonly id: string;
  readonly name: string;
  inputJson: string;
}

/** Puts one answer together from its events, block by block, and hands out each piece as soon as it is certain. */
export class ReplyAssembly {
  private readonly openBlocks = new Map<number, OpenTextBlock | OpenToolBlock>();
  /** Calls whose input does not parse yet: cut off by the token limit, or just empty. Only the stop reason tells. */
  private readonly doubtfulCalls: ModelToolCall[] = [];
  private readonly toolCalls: ModelToolCall[] = [];
  private text = '';
  private stopReason: StopReason | undefined;
  private usage: TokenUsage | undefined;

  constructor(private readonly toolNames: ToolNames) {}

  /** What the model has said so far, for an estimate of its tokens. */
  get output(): { readonly outputText: string; readonly toolCalls: readonly ModelToolCall[] } {
    return { outputText: this.text, toolCalls: this.toolCalls };
  }

  get reportedUsage(): TokenUsage | undefined {
    return this.usage;
  }

  accept(event: ConverseStreamOutput): LanguageModelEvent[] {
    if (event.metadata?.usage !== undefined) this.usage = mapUsage(event.metadata.usage);
    if (this.stopReason !== undefined) return [];
    if (event.contentBlockStart !== undefined) {
      this.startBlock(event.contentBlockStart.contentBlockIndex ?? 0, event.contentBlockStart.start?.toolUse);
    }
    if (event.contentBlockDelta?.delta !== undefined) {
      return this.extendBlock(event.contentBlockDelta.contentBlockIndex ?? 0, event.contentBlockDelta.delta);
    }
    if (event.contentBlockStop !== undefined) return this.closeBlock(event.contentBlockStop.contentBlockIndex ?? 0);
    if (event.messageStop !== undefined) return this.stop(mapStopReason(event.messageStop.stopReason));
    return [];
  }

  /**
   * The stop reason, once the stream has ended.
   *
   * @throws LanguageModelError `model_stream_broken` when the stream ended before the model did.
   */
  conclude(): StopReason {
    if (this.stopReason === undefined) {
      throw new LanguageModelError('model_stream_broken', 'The stream ended before the model had stopped.');
    }
    if (this.stopReason === 'end-turn' && this.toolCalls.length > 0) return 'tool-use';
    if (this.stopReason === 'tool-use' && this.toolCalls.length === 0) {
      throw new LanguageModelError('model_output_malformed', 'The model stopped for a tool call but made none.');
    }
    return this.stopReason;
  }

  private startBlock(index: number, toolUse: ToolUseBlockStart | undefined): void {
    if (toolUse?.toolUseId === undefined || toolUse.name === undefined) return;
    const name = this.toolNames.forCaller(toolUse.name);
    this.openBlocks.set(index, { type: 'tool', id: toolUse.toolUseId, name, inputJson: '' });
  }

  private extendBlock(index: number, delta: ContentBlockDelta): LanguageModelEvent[] {
    const block = this.openBlocks.get(index);
    if (delta.toolUse !== undefined && block?.type === 'tool') block.inputJson += delta.toolUse.input ?? '';
    // Reasoning deltas have neither text nor tool input: they are not for the caller.
    if (delta.text === undefined || block?.type === 'tool') return [];
    const textBlock = block ?? { type: 'text', filter: new ThinkingFilter() };
    this.openBlocks.set(index, textBlock);
    return this.say(textBlock.filter.push(delta.text));
  }

  private closeBlock(index: number): LanguageModelEvent[] {
    const block = this.openBlocks.get(index);
    if (block === undefined) return [];
    this.openBlocks.delete(index);
    if (block.type === 'text') return this.say(block.filter.finish());
    const { id, name, inputJson } = block;
    if (isCompleteObject(inputJson)) return [this.call({ id, name, inputJson })];
    this.doubtfulCalls.push({ id, name, inputJson });
    return [];
  }

  private stop(stopReason: StopReason): LanguageModelEvent[] {
    this.stopReason = stopReason;
    const closing = [...this.openBlocks.keys()].flatMap((index) => this.closeBlock(index));
    if (stopReason === 'max-tokens' || stopReason === 'content-filter') return closing;
    const calls = this.doubtfulCalls.map((call) => this.call({ ...call, inputJson: call.inputJson || '{}' }));
    return [...closing, ...calls];
  }

  private say(text: string): LanguageModelEvent[] {
    this.text += text;
    return text === '' ? [] : [{ type: 'text-delta', text }];
  }

  private call(toolCall: ModelToolCall): LanguageModelEvent {
    this.toolCalls.push(toolCall);
    return { type: 'tool-call', ...toolCall };
  }
}

function isCompleteObject(inputJson: string): boolean {
  try {
    return isJsonObject(JSON.parse(inputJson));
  } catch {
    return false;
  }
}
